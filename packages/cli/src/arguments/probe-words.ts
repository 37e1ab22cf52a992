/**
 * The words of a `probe run` line that name probes, found before the line can be parsed:
 * which options there are depends on them.
 *
 * @param takesValue whether the word after a flag belongs to it; `undefined` for a flag that is
 * not known, which ends the search: parsing will complain of it
 * @param onProbe called with each probe as it is found; its flags are known from there on
 */
export function findProbeWords(
  words: readonly string[],
  takesValue: (flag: string) => boolean | undefined,
  onProbe: (word: string) => void,
): void {
  for (let index = 0; index < words.length; index++) {
    const word = words[index] as string;
    if (!word.startsWith("-") || word === "-") {
      onProbe(word);
      continue;
    }
    const long = word.startsWith("--");
    const [flag = word] = long ? word.split("=", 1) : [word.slice(0, 2)];
    const takes = takesValue(flag);
    if (takes === undefined) return;
    /* `--output=json` and `-ojson` bring their value along. */
    if (takes && word === flag) index++;
  }
}
