import type { SourcePlace } from "./problem.js";
import { findLine, type SourceFile, type Within } from "./sources.js";

/** A property of an object: `name: …`, `"name": …`, or `name,`. */
const property = (name: string) => new RegExp(`^\\s*["']?${name}["']?\\s*[:,(]|[{,]\\s*["']?${name}["']?\\s*:`);
const quoted = (name: string) => new RegExp(`["'\`]${name}["'\`]`);

/** Where the record, or the table, of a struct is declared. */
export function recordPlace(files: readonly SourceFile[], struct: string): SourcePlace | undefined {
  return findLine(files, quoted(struct));
}

/** The field's line, below `from`; else the first property of that name. */
export function fieldPlace(
  files: readonly SourceFile[],
  field: string,
  from: SourcePlace | undefined,
): SourcePlace | undefined {
  const below: Within | undefined = from && { place: from, until: /^(?!)/ };
  return (below && findLine(files, property(field), below)) ?? findLine(files, property(field));
}

/** The property of a contract that has this name: an event, a program, a constant, a map. */
export function propertyPlace(files: readonly SourceFile[], name: string): SourcePlace | undefined {
  return findLine(files, property(name));
}

/** Of a map, which may be called as anything else: behind the contract's `maps`. */
export function mapSettingsPlace(files: readonly SourceFile[], map: string): SourcePlace | undefined {
  const place = propertyPlace(files, "maps");
  if (place && property(map).test(place.text)) return place;
  return place && findLine(files, property(map), { place, until: /^(?!)/ });
}

export function planPlace(files: readonly SourceFile[], plan: string): SourcePlace | undefined {
  return findLine(files, new RegExp(`plan\\(\\s*["'\`]${plan}["'\`]`)) ?? findLine(files, quoted(plan));
}

/** The program's line; that of its target where the two are apart. */
export function targetPlace(
  files: readonly SourceFile[],
  program: string,
  target: string,
): SourcePlace | undefined {
  const place = propertyPlace(files, program);
  const name = quoted(target.split(":").at(-1) ?? target);
  if (place && name.test(place.text)) return place;
  return (place && findLine(files, name, { place, until: /\}\s*\)/ })) ?? findLine(files, name) ?? place;
}
