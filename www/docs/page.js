// The frame of every page of the documentation.

import { html } from "./html.js";

const PAGES = [
  ["quick-start", "Quick start"],
  ["api", "API reference"],
];

const POLICY = "default-src 'self'; base-uri 'none'; form-action 'none'; object-src 'none'";

/** A whole page; `name` is its folder. */
export const page = (name, { title, aside, main }) => html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} – Linkyfy</title>
<link rel="icon" href="../favicon.svg" type="image/svg+xml">
<link rel="stylesheet" href="../docs.css">
</head>
<body>
<header class="bar">
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
    html`<a href="../${folder}/"${folder == name && html` aria-current="page"`}>${label}</a>`,
)}</nav>
</header>
<div class="layout${aside && " with-aside"}">
${aside}
<main>${main}</main>
</div>
</body>
</html>
`;
