/** The name that `typed` was most likely meant to be; `undefined` when less than half would have been typed right. */
export function nearest(typed: string, names: readonly string[]): string | undefined {
  const [best] = names
    .map((name) => ({ name, edits: edits(typed, name) }))
    .filter(({ name, edits }) => edits <= 2 && edits * 2 < Math.max(typed.length, name.length))
    .sort((a, b) => a.edits - b.edits);
  return best?.name;
}

/** How many letters were left out, added, mistaken or swapped with their neighbour. */
function edits(a: string, b: string): number {
  const table = [Array.from({ length: b.length + 1 }, (_, index) => index)];
  const at = (row: number, column: number) => table[row]?.[column] ?? Number.POSITIVE_INFINITY;
  for (let row = 1; row <= a.length; row++) {
    table[row] = [row];
    for (let column = 1; column <= b.length; column++) {
      const mistaken = at(row - 1, column - 1) + (a[row - 1] === b[column - 1] ? 0 : 1);
      const isSwap = a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      const swapped = isSwap ? at(row - 2, column - 2) + 1 : Number.POSITIVE_INFINITY;
      table[row]?.push(Math.min(at(row - 1, column) + 1, at(row, column - 1) + 1, mistaken, swapped));
    }
  }
  return at(a.length, b.length);
}
