// HTML from templates: what is put into one is escaped, unless it is HTML itself.

class Html {
  constructor(text) {
    this.text = text;
  }

  toString() {
    return this.text;
  }
}

const ENTITIES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

/** What may stand as text and between the quotes of an attribute. */
export const escape = (text) => String(text).replace(/[&<>"]/g, (found) => ENTITIES[found]);

const toHtml = (value) => {
  if (value === undefined || value === null || value === false) return "";
  if (Array.isArray(value)) return value.map(toHtml).join("");
  return value instanceof Html ? value.text : escape(value);
};

/** A tagged template; lists are joined, and what isn't there is nothing. */
export const html = (parts, ...values) => new Html(String.raw({ raw: parts }, ...values.map(toHtml)));

/** HTML that comes from elsewhere, as it is. */
export const raw = (text) => new Html(text);

/** A sentence of the document's, what is between backquotes as code. */
export const prose = (text) => raw(escape(text).replace(/`([^`]+)`/g, "<code>$1</code>"));

/** Code, its texts set off. */
export const code = (text) =>
  html`<pre><code>${raw(
    escape(text).replace(/&quot;(?:[^\\]|\\.)*?&quot;/g, "<span class=\"text\">$&</span>"),
  )}</code></pre>`;
