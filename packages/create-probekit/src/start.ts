import { canAsk, completeInTerminal, type PartialRequest } from "./ask.js";
import { createPackage } from "./create.js";
import { InvalidChoice } from "./invalid-choice.js";

/**
 * Makes a package as a person asks for it: in a terminal with questions for what is left out.
 *
 * @returns what to tell them
 * @throws {InvalidChoice}
 */
export async function startPackage(given: PartialRequest): Promise<string> {
  const request = canAsk() ? await completeInTerminal(given) : given;
  const { name } = request;
  if (name === undefined) throw new InvalidChoice("a name for the probe is missing");
  const folder = createPackage({ ...request, name });
  return `${folder} has a probe that works. To go on:

  cd ${quoted(folder)}
  npm install
  npm run build
  npm test
  sudo npx probe run .
`;
}

/** For a shell. */
function quoted(word: string): string {
  return /^[\w./@-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
