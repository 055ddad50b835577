// Nothing that is secret leaves the client but in its request (C9).

const HIDDEN = "[redacted]";
/** Fields and headers that hold secrets. */
const SECRET = /^(smtp_password|api_key|x-api-key)$/i;

/** The text without the secrets in it. */
export const hideIn = (text, secrets) =>
  secrets.reduce((text, secret) => (secret ? text.replaceAll(secret, HIDDEN) : text), text);

/** A copy of plain data, without the secrets in it. */
export const hide = (data, secrets) =>
  JSON.parse(
    JSON.stringify(data, (name, value) =>
      SECRET.test(name) ? HIDDEN : typeof value == "string" ? hideIn(value, secrets) : value,
    ),
  );
