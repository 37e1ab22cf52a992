// Where values go on an axis, and which of them are written beside it.
import { count } from "./text.mjs";

/** A linear axis begins at 0: curves that begin elsewhere make small differences look large. */
const ticksWanted = 5;

/**
 * @param log by powers of ten; values that are not positive are then put at the axis' beginning
 * @param range coordinates of its two ends
 * @returns `{ place(value), ticks: { at, label }[] }`
 */
export function axisOf(values, { log = false }, range) {
  const { least, most, marks } = log ? decades(values) : linear(values);
  const scale = log ? (value) => Math.log10(Math.max(value, least)) : (value) => value;
  const share = (value) => (scale(value) - scale(least)) / (scale(most) - scale(least));
  const place = (value) => range[0] + share(value) * (range[1] - range[0]);
  return { place, ticks: marks.map((value) => ({ at: place(value), label: label(value) })) };
}

function decades(values) {
  const powers = values.filter((value) => value > 0).map(Math.log10);
  const first = Math.floor(Math.min(...powers));
  const last = Math.max(Math.ceil(Math.max(...powers)), first + 1);
  return { least: 10 ** first, most: 10 ** last, marks: whole(first, last).map((power) => 10 ** power) };
}

function linear(values) {
  const [low, high] = [Math.min(0, ...values), Math.max(0, ...values)];
  const step = niceStep(high - low || 1);
  const first = Math.floor(low / step);
  const last = Math.max(Math.ceil(high / step), first + 1);
  return { least: first * step, most: last * step, marks: whole(first, last).map((times) => times * step) };
}

function whole(first, last) {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}

/** 1, 2 or 5 times a power of ten. */
function niceStep(length) {
  const rough = length / ticksWanted;
  const power = 10 ** Math.floor(Math.log10(rough));
  return power * ([1, 2, 5, 10].find((factor) => factor * power >= rough * 0.999) ?? 10);
}

function label(value) {
  return Math.abs(value) >= 1000 ? count(value) : String(Number(value.toPrecision(6)));
}
