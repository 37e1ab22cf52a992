// Where values go on an axis, and which of them are written beside it.
import { count, digits } from "./text.mjs";

/** A linear axis begins at 0: curves that begin elsewhere make small differences look large. */
const ticksWanted = 5;

/**
 * @param log by powers of ten; values that are not positive are then put at the axis' beginning
 * @param range coordinates of its two ends
 * @returns `{ place(value), ticks: { at, label }[] }`
 */
export function axisOf(values, { log = false }, range) {
  const [least, most] = log ? decades(values) : linear(values);
  const scale = log ? (value) => Math.log10(Math.max(value, least)) : (value) => value;
  const share = (value) => (scale(value) - scale(least)) / (scale(most) - scale(least));
  const place = (value) => range[0] + share(value) * (range[1] - range[0]);
  const marks = log ? powers(least, most) : multiples(least, most);
  return { place, ticks: marks.map((value) => ({ at: place(value), label: label(value) })) };
}

function decades(values) {
  const positive = values.filter((value) => value > 0);
  const first = Math.floor(Math.log10(Math.min(...positive)));
  const last = Math.ceil(Math.log10(Math.max(...positive)));
  return [10 ** first, 10 ** Math.max(last, first + 1)];
}

function powers(least, most) {
  const first = Math.round(Math.log10(least));
  return Array.from(
    { length: Math.round(Math.log10(most)) - first + 1 },
    (_, index) => 10 ** (first + index),
  );
}

function linear(values) {
  const [least, most] = [Math.min(0, ...values), Math.max(0, ...values)];
  const step = niceStep(most - least || 1);
  return [Math.floor(least / step) * step, Math.ceil(most / step) * step || step];
}

function multiples(least, most) {
  const step = niceStep(most - least);
  const first = Math.round(least / step);
  return Array.from({ length: Math.round(most / step) - first + 1 }, (_, index) => (first + index) * step);
}

/** 1, 2 or 5 times a power of ten. */
function niceStep(length) {
  const rough = length / ticksWanted;
  const power = 10 ** Math.floor(Math.log10(rough));
  return power * ([1, 2, 5, 10].find((factor) => factor * power >= rough * 0.999) ?? 10);
}

function label(value) {
  return Math.abs(value) >= 1000 ? count(value) : digits(Number(value.toPrecision(6)));
}
