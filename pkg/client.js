// `linkyfy/client` for tools that don't read "exports" of package.json; so is each file beside this one.
export * from "./dist/client.js";
