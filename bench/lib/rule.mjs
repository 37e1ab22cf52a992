// What a rule demands, what was measured, and whether it holds.
import { ratioText } from "./text.mjs";

/** @param holds `undefined` when there was nothing to judge it by; `measured` says why */
export function rule(demand, measured, holds) {
  return { demand, measured, holds };
}

/** A rule that one figure is at most a given share of another. */
export function ratioRule(demand, ratio, most) {
  return rule(demand, ratioText(ratio), ratio === undefined ? undefined : ratio <= most);
}

export function ruleLine({ demand, measured, holds }) {
  return `rule ${demand} | ${measured} | ${verdict(holds)}`;
}

export function verdict(holds) {
  if (holds === undefined) return "not measured";
  return holds ? "holds" : "does not hold";
}
