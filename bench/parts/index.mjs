// The parts of the bench, in the order of the page.
import { existsSync } from "node:fs";
import * as blocked from "./blocked.mjs";
import * as decode from "./decode.mjs";
import * as dev from "./dev.mjs";
import * as filters from "./filters.mjs";
import * as kernelTime from "./kernel-time.mjs";
import * as memory from "./memory.mjs";
import * as probes from "./probes.mjs";
import * as rate from "./rate.mjs";
import * as ready from "./ready.mjs";
import * as storms from "./storms.mjs";
import * as strace from "./strace.mjs";
import * as threads from "./threads.mjs";
import * as vm from "./vm-kernel-time.mjs";

export const parts = {
  storms,
  "kernel-time": kernelTime,
  vm,
  ready,
  memory,
  blocked,
  strace,
  ...(existsSync(decode.source) ? { decode } : {}),
  rate,
  threads,
  probes,
  filters,
  dev,
};
