// The frame of every page of the documentation, and of the page that makes the snippet.

import { html } from "./html.js";

/** Where each lies below `www/dist`. */
const PAGES = [
  ["docs/quick-start", "Quick start"],
  ["docs/api", "API reference"],
  ["snippet", "Snippet"],
];

const POLICY = "default-src 'self'; base-uri 'none'; form-action 'none'; object-src 'none'";

/**
 * A whole page; `place` is where it lies, of `PAGES`, and `script` a module of it. Who uses the keyboard needn't go
 * through an `aside` to get to what is beside it.
 */
export const page = (place, { title, aside, main, style = "docs/docs.css", script }) => {
  const top = "../".repeat(place.split("/").length);
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} – Linkyfy</title>
<link rel="icon" href="${top}docs/favicon.svg" type="image/svg+xml">
<link rel="stylesheet" href="${top}${style}">
${script && html`<script type="module" src="${top}${script}"></script>\n`}</head>
<body>
${aside && html`<a class="skip" href="#main">Skip to the content</a>\n`}<header class="bar">
<p class="brand">
<svg viewBox="0 0 36 26" width="36" height="26" aria-hidden="true">
<path class="brand-paper" d="M1.5 1.5h33v23h-33z"/>
<path class="brand-flap" d="M2 2l16 13L34 2"/>
<circle class="brand-seal" cx="18" cy="14.5" r="4"/>
</svg>
<span>Linkyfy</span>
</p>
<nav class="pages" aria-label="Documentation">${PAGES.map(
  ([folder, label]) =>
    html`<a href="${top}${folder}/"${folder == place && html` aria-current="page"`}>${label}</a>`,
)}</nav>
</header>
<div class="layout${aside && " with-aside"}">
${aside}
<main id="main">${main}</main>
</div>
</body>
</html>
`;
};
