// What tools print for people: a header, then lines in columns.

/**
 * The lines after each line that begins as the header does, as objects by the words of `names`.
 * The last takes the rest of its line.
 */
export function columns(text, header, names) {
  const rows = [];
  let seen = false;
  for (const line of text.split("\n")) {
    if (line.trim().startsWith(header)) seen = true;
    else if (seen) rows.push(...rowOf(line, names));
  }
  return rows;
}

function rowOf(line, names) {
  const words = line.trim().split(/\s+/);
  if (words.length < names.length) return [];
  const values = [...words.slice(0, names.length - 1), words.slice(names.length - 1).join(" ")];
  return [Object.fromEntries(names.map((name, index) => [name, values[index]]))];
}
