import { InvalidChoice, type PartialRequest, startPackage } from "create-probekit";
import { usageError } from "../exit.js";
import { escapeLines } from "../output/escape.js";
import { print } from "../output/print.js";

export type NewOptions = Pick<PartialRequest, "output" | "hook" | "package">;

/** Starts the package of a new probe. */
export async function newProbe(given: PartialRequest): Promise<void> {
  try {
    print(escapeLines(await startPackage(given)));
  } catch (error) {
    if (error instanceof InvalidChoice) throw usageError(error.message);
    throw error;
  }
}
