// Numbers from samples.

/** The middle of numbers; undefined where there are none. What isn't a number doesn't count. */
export const median = (numbers) => {
  const sorted = numbers.filter(Number.isFinite).sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 ? sorted[middle] : middle ? (sorted[middle - 1] + sorted[middle]) / 2 : undefined;
};
