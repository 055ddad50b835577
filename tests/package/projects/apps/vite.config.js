import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vite";

const pages = ["react.html", "vue.html", "svelte.html"];

export default defineConfig({
  plugins: [svelte()],
  // The app has its template as text.
  resolve: { alias: { vue: "vue/dist/vue.esm-bundler.js" } },
  build: { rolldownOptions: { input: pages } },
});
