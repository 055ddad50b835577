// Projects as each tool builds and serves them: every entry makes its project in a folder of its own and
// gives where its page is.

import { createServer } from "node:http";
import { cp, mkdir, readFile, realpath, writeFile } from "node:fs/promises";
import { extname, join, normalize } from "node:path";
import { runners, start, startWorker } from "../api/programs.mjs";
import { root } from "../api/root.mjs";
import { env, install, run } from "./project.mjs";

const HERE = join(root, "tests/package");
/** Where projects are made: below the tools, which they find as they would find their own. */
export const WORK = join(HERE, "dist");
/** The origin that the projects know, which the browser finds at the sandbox. */
export const API = "api.test";

const TYPES = {
  ".css": "text/css",
  ".html": "text/html",
  ".js": "text/javascript",
  ".json": "application/json",
};

/** What projects in a test are created with: the sandbox for Linkyfy, which counts this browser here. */
const OPTIONS = `{ projectId: 1, api: "http://${API}/api/v1", allowLocalhost: true, allowAutomation: true }`;

/** The module that pkg/README.md has its readers write, with those options. */
const readMe = async () => {
  const text = await readFile(join(root, "pkg/README.md"), "utf8");
  const [, module] = /```js\n(\/\/ linkyfy\.js\n[^]*?)```/.exec(text);
  return module.replace("{ projectId: 42 }", OPTIONS);
};

/**
 * Makes a project of folders of `projects/`, with the package installed, and the README's module, which
 * imports `entry`.
 */
const make = async (name, folders, tarball, entry = "linkyfy") => {
  const folder = join(WORK, name);
  await mkdir(folder, { recursive: true });
  for (const from of folders) await cp(join(HERE, "projects", from), folder, { recursive: true });
  await writeFile(join(folder, "linkyfy.js"), (await readMe()).replace('"linkyfy"', `"${entry}"`));
  await writeFile(join(folder, "package.json"), '{ "private": true, "type": "module" }\n');
  await install(folder, tarball);
  return folder;
};

/** The version of a tool of ours. */
const versionOf = async (name, folder = HERE) =>
  JSON.parse(await readFile(join(folder, "node_modules", name, "package.json"), "utf8")).version;

const tool = (folder, name, ...args) => run(folder, join(HERE, "node_modules/.bin", name), ...args);

/** Serves a folder's files; gives where, and `stop`. */
const serve = async (folder, headers = {}) => {
  const server = createServer(async (asked, answer) => {
    const pathname = decodeURI(new URL(asked.url, "http://site").pathname);
    const file = join(folder, normalize(pathname == "/" ? "/index.html" : pathname));
    try {
      const content = await readFile(file);
      const type = TYPES[extname(file)] ?? "application/octet-stream";
      answer.writeHead(200, { "content-type": type, ...headers });
      answer.end(content);
    } catch {
      // A browser asks for an icon by itself.
      answer.writeHead(pathname == "/favicon.ico" ? 204 : 404).end();
    }
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  const stop = () => {
    server.closeAllConnections();
    server.close();
  };
  return { origin: `http://127.0.0.1:${server.address().port}`, stop };
};

/**
 * A page whose script a tool puts into `dist`, with the page itself where it `takesPages`. `files` is how
 * many of its scripts have something of the package.
 */
const bundled = (name, args, { takesPages, entry = "linkyfy", headers, files = 2 } = {}) => ({
  version: () => versionOf(name),
  open: async ({ tarball }) => {
    const folder = await make(`${name}-${entry.replace("/", "-")}`, ["page"], tarball, entry);
    const out = join(folder, "dist");
    await tool(folder, name, ...args);
    if (!takesPages) await cp(join(folder, "index.html"), join(out, "index.html"));
    return { ...(await serve(out, headers)), files };
  },
});

const ESBUILD = ["main.js", "--bundle", "--minify", "--splitting", "--format=esm", "--outdir=dist"];
const PARCEL = ["build", "index.html", "--no-source-maps"];

/** Allows the site's own scripts, and neither WebAssembly nor anything else that is no file of it. */
const STRICT = { "content-security-policy": `default-src 'self'; connect-src http://${API}` };
/** The entry that is one file whatever happens. */
const INLINE = { entry: "linkyfy/inline", headers: STRICT, files: 1 };

/** The pages of the apps, which are built together by whoever asks first. */
let apps;
const buildApps = async (tarball) => {
  const folder = await make("apps", ["apps"], tarball);
  await cp(join(root, "tests/apps"), join(folder, "apps"), { recursive: true });
  await tool(folder, "vite", "build");
  return join(folder, "dist");
};

const app = (name) => ({
  version: async () => `${await versionOf("vite")} with ${await versionOf(name)}`,
  open: async ({ tarball }) => {
    const site = await serve(await (apps ??= buildApps(tarball)));
    return { ...site, path: `/${name}.html`, files: 2 };
  },
});

/** Where a server is, in what it says of that. */
const LOCAL = /http:\/\/127\.0\.0\.1:\d+/;

/** Waits for a server to say where it is. */
const toldBy = (running) =>
  Promise.race([
    new Promise((done) => running.lines.on("line", (line) => LOCAL.test(line) && done(line.match(LOCAL)[0]))),
    running.ended.then((how) => Promise.reject(new Error(`the server: ${how}`))),
  ]);

/** What servers find in their environment. */
const settingOf = ({ sandbox: { origin, key } }) => ({
  LINKYFY_API: `${origin}/api/v1`,
  LINKYFY_API_KEY: key,
});

/** What a server that asks the API has on its page: the name of the sandbox's project. */
const ANSWER = "Demo project";
/** The same, and that trackers on a server know no visitor. */
const RENDERED = [`<title>${ANSWER}</title>`, "Visitors here: none"];

/** What a server has on its page that renders the app's form. */
const FORM = "Create account";

/** An app that is built by a tool, `build`, and rendered by a server that Node.js runs with `args`. */
const framework = (name, { from = name, build, args, variables, brings, renders = [FORM], elsewhere }) => ({
  version: () => versionOf(from),
  open: async (world) => {
    const folder = await make(name, [name], world.tarball);
    await brings?.(folder);
    await tool(folder, build, "build");
    const setting = { ...env, ...variables, ...settingOf(world) };
    const running = start(folder, [...runners.node(), ...args], setting);
    return { origin: await toldBy(running), stop: running.stop, renders, elsewhere, files: 2 };
  },
});

const next = framework("next", {
  build: "next",
  args: [join(HERE, "node_modules/next/dist/bin/next"), "start", "--port=0", "--hostname=127.0.0.1"],
  renders: [FORM, ANSWER],
  elsewhere: "a[href='/about']",
});

const nuxt = framework("nuxt", {
  build: "nuxt",
  args: [".output/server/index.mjs"],
  variables: { PORT: "0", HOST: "127.0.0.1" },
});

const sveltekit = framework("sveltekit", {
  from: "@sveltejs/kit",
  build: "vite",
  args: [join(HERE, "node_modules/vite/bin/vite.js"), "preview", "--port=0", "--host=127.0.0.1"],
  brings: (folder) =>
    cp(join(root, "tests/apps/svelte/SignUp.svelte"), join(folder, "src/routes/+page.svelte")),
});

const importMap = {
  version: () => "",
  open: async ({ tarball }) => {
    const site = await serve(await make("importmap", ["page", "importmap"], tarball));
    return { ...site, files: 2 };
  },
};

/** A server that renders the page in a runtime. */
const rendered = (name) => ({
  version: async () => (await run(HERE, runners[name]()[0], "--version")).match(/\d+\.\d+\.\d+/)[0],
  open: async (world) => {
    const folder = await make(name, ["server"], world.tarball);
    const running = start(folder, [...runners[name](), "main.mjs"], settingOf(world));
    return { origin: await toldBy(running), stop: running.stop, renders: RENDERED, files: 2 };
  },
});

const workerd = {
  version: () => versionOf("workerd", join(root, "tests/api")),
  open: async (world) => {
    const folder = await make("workerd", ["server", "worker"], world.tarball);
    const files = await realpath(join(folder, "node_modules/linkyfy/dist"));
    const environment = { texts: settingOf(world), folders: { FILES: files } };
    const running = await startWorker(folder, "main.mjs", environment);
    const origin = `http://127.0.0.1:${await running.port}`;
    return { origin, stop: running.stop, renders: RENDERED, files: 2 };
  },
};

/** By what the table calls them, in its order. */
export const sites = {
  vite: bundled("vite", ["build"], { takesPages: true }),
  webpack: bundled("webpack", ["--mode=production", "--entry=./main.js"]),
  rollup: bundled("rollup", ["main.js", "--dir=dist", "--format=es", "--plugin=node-resolve"]),
  esbuild: bundled("esbuild", ESBUILD),
  parcel: bundled("parcel", PARCEL, { takesPages: true }),
  "esbuild, inline": bundled("esbuild", ESBUILD, INLINE),
  "parcel, inline": bundled("parcel", PARCEL, { takesPages: true, ...INLINE }),
  "vite, react": app("react"),
  "vite, vue": app("vue"),
  "vite, svelte": app("svelte"),
  next,
  nuxt,
  sveltekit,
  "import map": importMap,
  node: rendered("node"),
  deno: rendered("deno"),
  bun: rendered("bun"),
  workerd,
};
