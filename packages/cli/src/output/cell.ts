import stringWidth from "fast-string-width";

const ascii = /^[\x20-\x7e]*$/;
/** Made at first use: it takes as long as a quarter of the program's start. */
let segmenter: Intl.Segmenter | undefined;

function graphemes(text: string): string[] {
  segmenter ??= new Intl.Segmenter();
  return Array.from(segmenter.segment(text), ({ segment }) => segment);
}

/** Terminal cells that `text` takes. It must be escaped already. */
export function cellWidth(text: string): number {
  return ascii.test(text) ? text.length : stringWidth(text);
}

/** `text` in at most `width` cells, with `…` where something was cut. */
export function cut(text: string, width: number): string {
  if (cellWidth(text) <= width) return text;
  if (width < 1) return "";
  if (ascii.test(text)) return `${text.slice(0, width - 1)}…`;
  let kept = "";
  let used = 0;
  for (const segment of graphemes(text)) {
    used += stringWidth(segment);
    if (used > width - 1) break;
    kept += segment;
  }
  return `${kept}…`;
}

/** As {@link cut}, with the end of `text` kept: of a path, the name. */
export function cutStart(text: string, width: number): string {
  if (cellWidth(text) <= width) return text;
  if (width < 1) return "";
  let kept = "";
  let used = 0;
  for (const segment of graphemes(text).reverse()) {
    used += stringWidth(segment);
    if (used > width - 1) break;
    kept = segment + kept;
  }
  return `…${kept}`;
}

/** `text` in exactly `width` cells. */
export function fit(text: string, width: number, align: "left" | "right" = "left"): string {
  const shown = cut(text, width);
  const blanks = " ".repeat(Math.max(0, width - cellWidth(shown)));
  return align === "right" ? blanks + shown : shown + blanks;
}
