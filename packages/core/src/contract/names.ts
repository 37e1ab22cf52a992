/** `parentComm` → `parent_comm`. */
export function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`).replaceAll("-", "_");
}

/** `PARENT_COMM` → `parentComm`. */
export function camelCase(name: string): string {
  return name.toLowerCase().replace(/_+([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

/** The longest prefix, ending in `_`, that all names share. */
export function sharedPrefix(names: readonly string[]): string {
  const [first = "", ...others] = names;
  let length = first.lastIndexOf("_") + 1;
  while (length > 0 && !others.every((name) => name.startsWith(first.slice(0, length)))) {
    length = first.lastIndexOf("_", length - 2) + 1;
  }
  return first.slice(0, length);
}
