// The verdict on a form in words (F10).

/** What the evidence says, in tenths. */
const weight = (reason) => parseFloat(reason);

/**
 * What a site's owner is told of a form: whether it is a registration, by which field, why in a
 * sentence, and all evidence.
 */
export const explain = ({ registration, place, field, reasons }) => {
  const sign = registration ? 1 : -1;
  const told = reasons.filter(Boolean).map((reason) => reason.replace(/^(\S+) (.*), (\S+)$/, "$2 ($3) $1"));
  const best = reasons
    .filter((reason) => sign * weight(reason) > 0 && !/, any$/.test(reason))
    .sort((one, other) => sign * (weight(other) - weight(one)))
    .slice(0, 3)
    .map((reason) => reason.replace(/^\S+ (.*), (\S+)$/, "$1 in its $2"));
  const because = place == "" ? "no field for an address" : best.join(", ") || "too little says so";
  const reason = `${registration ? "a registration" : "no registration"}: ${because}`;
  return { registration: !!registration, field: registration ? field : undefined, reason, evidence: told };
};
