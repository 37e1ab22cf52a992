import { createInterface } from "node:readline";
import { choose, hooks, outputs } from "./choices.js";
import type { CreateRequest } from "./create.js";
import { InvalidChoice } from "./invalid-choice.js";

/** A request with as much as was given. */
export type PartialRequest = Omit<CreateRequest, "name"> & { readonly name?: string | undefined };

/** Asks a person. */
export type Ask = (question: string, standard: string) => Promise<string>;

/**
 * Asks for what was not given. An empty answer is the default.
 *
 * @throws {InvalidChoice} for what cannot be chosen, before anything else is asked
 */
export async function complete(given: PartialRequest, ask: Ask): Promise<CreateRequest> {
  const name = given.name ?? (await ask("what the probe is called", "mine"));
  let request: CreateRequest = { ...given, name };
  const standard = choose(request);
  const answer = async (part: "output" | "hook" | "package", question: string) => {
    request = { ...request, [part]: given[part] ?? (await ask(question, standard[part])) };
    choose(request);
  };
  await answer("output", `what it gives: ${outputs.join(", ")}`);
  await answer("hook", `where it is attached: ${hooks.join(", ")}`);
  await answer("package", "its npm package");
  return request;
}

/**
 * Asks in the terminal, on stderr.
 *
 * @throws {InvalidChoice} when input ends before the last answer, by Ctrl-C too
 */
export async function completeInTerminal(given: PartialRequest): Promise<CreateRequest> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  /* From here on lines are kept, also those that come before they are asked for. */
  const answers = terminal[Symbol.asyncIterator]();
  try {
    return await complete(given, async (question, standard) => {
      terminal.setPrompt(`${question} (${standard}) `);
      terminal.prompt();
      const { value, done } = await answers.next();
      if (done) throw new InvalidChoice("nothing was made: there was no answer");
      return value.trim() || standard;
    });
  } finally {
    terminal.close();
  }
}

/** Whether there is someone to ask. */
export function canAsk(): boolean {
  return process.stdin.isTTY === true && process.stderr.isTTY === true;
}
