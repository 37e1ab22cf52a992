// Figures as they are printed: three digits, with their unit.

const timeUnits = [
  ["s", 1e9],
  ["ms", 1e6],
  ["µs", 1e3],
];

/** `1.62 µs` */
export function time(ns) {
  const [unit, size] = timeUnits.find(([, least]) => Math.abs(ns) >= least) ?? ["ns", 1];
  return `${digits(ns / size)} ${unit}`;
}

/** `1.60 to 1.72 µs`, both in the unit of the larger one. */
export function timeSpread({ least, most }) {
  const larger = Math.max(Math.abs(least), Math.abs(most));
  const [unit, size] = timeUnits.find(([, from]) => larger >= from) ?? ["ns", 1];
  return `${digits(least / size)} to ${digits(most / size)} ${unit}`;
}

/** Three digits that matter, and none behind the point that would say nothing. */
export function digits(value) {
  const size = Math.abs(value);
  if (size >= 100 || Number.isInteger(value)) return value.toFixed(0);
  return value.toFixed(size >= 10 ? 1 : size >= 1 ? 2 : 3);
}

/** `1,234,567` */
export function count(value) {
  return Math.round(value).toLocaleString("en-US");
}

export function megabytes(bytes) {
  return `${digits(bytes / 1e6)} MB`;
}

/** `1/8.3`, as the rules have it, or `1.7 times`. */
export function ratioText(ratio) {
  if (ratio === undefined) return "no ratio";
  if (ratio <= 0) return "nothing added";
  return ratio < 1 ? `1/${digits(1 / ratio)}` : `${digits(ratio)} times`;
}
