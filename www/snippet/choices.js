// What the page's form says: as `snippet.js` takes it, and as it stands in the page's address.

/** What is no option of the tracker. */
const OTHERS = ["host", "file", "no-wasm"];
const PLACEHOLDER = "https://YOUR-HOST";

/** The choices of a form. A flag that is on comes as "on", with or without a value in the address. */
export const toChoices = (data) => ({
  host: data.get("host") || PLACEHOLDER,
  file: data.get("file") ?? "fixed",
  noWasm: data.has("no-wasm"),
  options: Object.fromEntries([...data].filter(([name]) => !OTHERS.includes(name))),
});

/** A form as the page's address has it: the host, and what else is set. */
export const toFragment = (data) => {
  const isSet = ([name, value]) => name == "host" || (value !== "" && !(name == "file" && value == "fixed"));
  const set = [...data].filter(isSet);
  return new URLSearchParams(set).toString();
};
