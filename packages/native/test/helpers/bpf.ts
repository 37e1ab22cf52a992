import { mkdirSync, readFileSync, renameSync, statSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { compileBpf } from "@probekit/core/build";

const sources = fileURLToPath(new URL("../bpf/", import.meta.url));
const objects = fileURLToPath(new URL("../../.cache/test-bpf/", import.meta.url));

function isNewer(file: string, than: string): boolean {
  const info = statSync(file, { throwIfNoEntry: false });
  return info !== undefined && info.mtimeMs > statSync(than).mtimeMs;
}

/** The bytes of `test/bpf/<name>.bpf.c`, compiled if it has changed. */
export function bpfObject(name: string): Buffer {
  const source = `${sources}${name}.bpf.c`;
  const object = `${objects}${name}.bpf.o`;
  if (!isNewer(object, source)) {
    mkdirSync(objects, { recursive: true });
    // Test files run side by side: each compiles to a file of its own, the last one stays.
    const own = `${object}.${process.pid}`;
    compileBpf(source, own);
    renameSync(own, object);
  }
  return readFileSync(object);
}
