// The quick start: Markdown, whose code in JavaScript is also run as a test.

import { Marked } from "marked";

import { code, raw } from "./html.js";

/** The page of a Markdown text. */
export const guide = (markdown) => {
  const marked = new Marked({ renderer: { code: ({ text }) => `${code(text)}\n` } });
  const title = /^# (.+)$/m.exec(markdown)[1];
  return { title, main: raw(`<div class="guide">${marked.parse(markdown)}</div>`) };
};

const blocks = (markdown, language, between) =>
  new Marked()
    .lexer(markdown)
    .filter(({ type, lang }) => type == "code" && lang == language)
    .map(({ text }) => text)
    .join(between);

/** What a reader has who types all code blocks in JavaScript one after the other. */
export const program = (markdown) => blocks(markdown, "js", "\n\n");

/** What the guide says that it prints. */
export const output = (markdown) => blocks(markdown, "text", "\n");
