// A certificate that this process signs for itself, as HTTP/2 in browsers needs one. It lasts as long as
// the process.

import { createHash, generateKeyPairSync, sign } from "node:crypto";

/** For how long it is valid before and after now, in milliseconds. */
const DAY = 86_400_000;

/** A length in as few bytes as DER wants. */
const size = (length) => {
  if (length < 128) return [length];
  return length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255];
};

/** DER: a tag, a length, and what is in it. */
const der = (tag, ...parts) => {
  const body = Buffer.concat(parts);
  return Buffer.concat([Buffer.from([tag, ...size(body.length)]), body]);
};
const sequence = (...parts) => der(0x30, ...parts);
const objectId = (...bytes) => der(0x06, Buffer.from(bytes));
const time = (milliseconds) =>
  der(0x17, Buffer.from(`${new Date(milliseconds).toISOString().replace(/^..|[-:T]|\..*/g, "")}Z`));

/** ecdsa-with-SHA256. */
const ALGORITHM = sequence(objectId(0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02));
const COMMON_NAME = objectId(0x55, 0x04, 0x03);
const ALTERNATIVE_NAMES = objectId(0x55, 0x1d, 0x11);

const pem = (bytes) =>
  `-----BEGIN CERTIFICATE-----\n${bytes.toString("base64").replace(/.{1,64}/g, "$&\n")}-----END CERTIFICATE-----\n`;

/** Makes one for these names: `key` and `cert` for a server, and `pin` by which a browser knows it. */
export const makeCertificate = (names) => {
  const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const spki = publicKey.export({ type: "spki", format: "der" });
  const name = sequence(der(0x31, sequence(COMMON_NAME, der(0x0c, Buffer.from(names[0])))));
  const alternatives = sequence(...names.map((name) => der(0x82, Buffer.from(name))));
  const now = Date.now();
  const body = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, Buffer.from([1])),
    ALGORITHM,
    name,
    sequence(time(now - DAY), time(now + DAY)),
    name,
    spki,
    der(0xa3, sequence(sequence(ALTERNATIVE_NAMES, der(0x04, alternatives)))),
  );
  const signature = sign("sha256", body, privateKey);
  const certificate = sequence(body, ALGORITHM, der(0x03, Buffer.from([0]), signature));
  return {
    key: privateKey.export({ type: "pkcs8", format: "pem" }),
    cert: pem(certificate),
    pin: createHash("sha256").update(spki).digest("base64"),
  };
};
