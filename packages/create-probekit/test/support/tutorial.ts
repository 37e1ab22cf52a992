import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** Something that the reader does: writes a file, or types a command. */
export type Step = { readonly file: string; readonly content: string } | { readonly command: string };

/** The blocks of a page in their order: those that name a file, and lines of `sh`. */
export function stepsOf(page: URL): Step[] {
  const text = readFileSync(fileURLToPath(page), "utf8");
  return [...text.matchAll(/^```(\w+)(?: (\S+))?\n([\s\S]*?)^```$/gm)].flatMap(
    ([, language, file, content = ""]): Step[] => {
      if (file !== undefined) return [{ file, content }];
      if (language !== "sh") return [];
      return content
        .split("\n")
        .filter(Boolean)
        .map((command) => ({ command }));
    },
  );
}
