// What a tool's output says of a fact whose truth is known: computed from its rows, never typed in.

/**
 * @param fact `title`; `expected(truth)`: a value, or `{ from, to }`, or {@link absent};
 *   `reported(rows, truth)`: what the tool's rows say, `undefined` when they say nothing
 * @returns `{ verdict, value }`: `yes`, `wrong` with the value that was reported, or `missed`
 */
export function judge(fact, rows, truth) {
  if (rows.length === 0) return { verdict: "missed" };
  const expected = fact.expected(truth);
  const reported = fact.reported(rows, truth);
  if (expected === absent) return reported === undefined ? { verdict: "yes" } : wrong(reported);
  if (reported === undefined) return { verdict: "missed" };
  return agrees(reported, expected) ? { verdict: "yes" } : wrong(reported);
}

/** As what is expected: that a tool says nothing. One that has said nothing of anything does not get it right. */
export const absent = Symbol("absent");

/** A number that is only known to lie between two, or that a tool prints in coarse steps. */
export function between(from, to) {
  return { from, to };
}

function agrees(reported, expected) {
  const range = isRange(reported) ? reported : { from: reported, to: reported };
  if (isRange(expected)) return range.from <= expected.to && range.to >= expected.from;
  return isRange(reported)
    ? range.from <= expected && expected <= range.to
    : JSON.stringify(reported) === JSON.stringify(expected);
}

function isRange(value) {
  return typeof value === "object" && value !== null && "from" in value && "to" in value;
}

function wrong(value) {
  return { verdict: "wrong", value: spell(value) };
}

function spell(value) {
  if (isRange(value)) return `${spell(value.from)} to ${spell(value.to)}`;
  if (Array.isArray(value)) return value.join(", ");
  return String(typeof value === "number" ? Math.round(value * 1000) / 1000 : value);
}
