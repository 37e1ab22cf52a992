// Medians, not means: on a shared machine single rounds are wrong by much, and always upwards.

/** The middle value, or the mean of the two in the middle. @throws {RangeError} without values */
export function median(values) {
  if (values.length === 0) throw new RangeError("no values");
  const sorted = values.toSorted((one, other) => one - other);
  const upper = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[upper] : (sorted[upper - 1] + sorted[upper]) / 2;
}

/** The smallest and the largest of all rounds: none is left out. */
export function spread(values) {
  if (values.length === 0) throw new RangeError("no values");
  return { least: Math.min(...values), most: Math.max(...values) };
}

/** What each round added to the same round's base. */
export function differences(values, bases) {
  requirePairs(values, bases);
  return values.map((value, round) => value - bases[round]);
}

/**
 * The median of the ratios of each round: what disturbed a whole round has disturbed both sides of it.
 *
 * Rounds whose denominator is not positive have no ratio. @returns `undefined` if none has
 */
export function pairedRatio(numerators, denominators) {
  requirePairs(numerators, denominators);
  const ratios = numerators.flatMap((numerator, round) =>
    denominators[round] > 0 ? [numerator / denominators[round]] : [],
  );
  return ratios.length > 0 ? median(ratios) : undefined;
}

function requirePairs(one, other) {
  if (one.length !== other.length)
    throw new RangeError(`rounds that are no pairs: ${one.length} and ${other.length}`);
}
