import { readFileSync } from "node:fs";
import { ProbeError } from "../errors/probe-error.js";

/** @throws {ProbeError} `ERR_OBJECT` */
export function readObject(probe: string, object: URL): Uint8Array {
  try {
    return readFileSync(object);
  } catch (cause) {
    throw new ProbeError("ERR_OBJECT", {
      probe,
      operation: "open",
      object: object.pathname,
      message: "the compiled BPF object cannot be read; build the probe",
      cause,
    });
  }
}
