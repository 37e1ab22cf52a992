import { createInterface } from "node:readline/promises";
import { hooks, outputs } from "./choices.js";
import type { CreateRequest } from "./create.js";

/** A request with as much as was given. */
export type PartialRequest = Omit<CreateRequest, "name"> & { readonly name?: string | undefined };

/** Asks a person. */
export type Ask = (question: string, standard: string) => Promise<string>;

/** Asks for what was not given. An empty answer is the default. */
export async function complete(given: PartialRequest, ask: Ask): Promise<CreateRequest> {
  const name = given.name ?? (await ask("what the probe is called", "mine"));
  return {
    ...given,
    name,
    output: given.output ?? (await ask(`what it gives: ${outputs.join(", ")}`, "event")),
    hook: given.hook ?? (await ask(`where it is attached: ${hooks.join(", ")}`, "tracepoint")),
    package: given.package ?? (await ask("its npm package", `probekit-probe-${name}`)),
  };
}

/** Asks in the terminal, on stderr. @throws {Error} `AbortError` for Ctrl-C and the end of input */
export async function completeInTerminal(given: PartialRequest): Promise<CreateRequest> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const ended = new AbortController();
  terminal.once("close", () => ended.abort());
  try {
    return await complete(given, async (question, standard) => {
      const answer = await terminal.question(`${question} (${standard}) `, { signal: ended.signal });
      return answer.trim() || standard;
    });
  } finally {
    terminal.close();
  }
}

/** Whether there is someone to ask. */
export function canAsk(): boolean {
  return process.stdin.isTTY === true && process.stderr.isTTY === true;
}
