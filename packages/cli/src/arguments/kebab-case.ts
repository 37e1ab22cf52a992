/** `maxArgvBytes` as it is typed: `max-argv-bytes`. */
export function kebabCase(name: string): string {
  return name.replace(/[A-Z]+/g, (capitals) => `-${capitals.toLowerCase()}`);
}
