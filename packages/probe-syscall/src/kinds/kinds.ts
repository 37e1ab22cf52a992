import { files } from "./files.js";
import { flags } from "./flags.js";
import type { AnyKind } from "./kind.js";
import { numbers } from "./numbers.js";
import { processes } from "./processes.js";
import { signals } from "./signals.js";
import { sockets } from "./sockets.js";
import { text } from "./strings.js";
import { times } from "./time.js";

/** By the names that scripts/generate/syscalls/argument-kinds.mjs gives. */
export const kinds: Readonly<Record<string, AnyKind>> = {
  ...numbers,
  ...text,
  ...flags,
  ...sockets,
  ...times,
  ...signals,
  ...files,
  ...processes,
};
