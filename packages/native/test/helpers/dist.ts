import { execFile, execFileSync } from "node:child_process";
import { readdirSync, statSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { bpfObject } from "./bpf.js";

const folder = fileURLToPath(new URL("../../", import.meta.url));
const bundle = `${folder}dist/index.js`;

/** The built package, for workers and child processes, which run plain JavaScript; its URL. */
export function builtPackage(): string {
  const built = statSync(bundle, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  const sources = readdirSync(`${folder}src`).filter((name) => name.endsWith(".ts"));
  if (sources.some((name) => statSync(`${folder}src/${name}`).mtimeMs > built)) {
    const tsup = `${folder}../../node_modules/.bin/tsup`;
    execFileSync(tsup, ["--silent"], { cwd: folder, stdio: "inherit" });
  }
  return new URL("../../dist/index.js", import.meta.url).href;
}

/** JavaScript that has `native`, `image` (of `events`) and `startRing()` before `body`. */
export function script(body: string): string {
  bpfObject("events");
  return `
    import * as native from ${JSON.stringify(builtPackage())};
    import { readFileSync } from "node:fs";
    const image = readFileSync(${JSON.stringify(`${folder}.cache/test-bpf/events.bpf.o`)});
    function startRing(onReadable = () => {}) {
      const opened = native.openObject(image, { name: "events" });
      const pid = Buffer.alloc(4);
      pid.writeUInt32LE(process.pid);
      const target = opened.btf.variable("target_tgid");
      opened.setData(target.section, target.offsetBytes, pid);
      const wake = opened.btf.variable("wake_word");
      const object = opened.load();
      const link = object.attach("on_sys_enter", { type: "section" });
      const ring = native.openRing(object.map("ring"), {
        wakeWord: { map: object.map(wake.section), offsetBytes: wake.offsetBytes },
        backlogBytes: 1 << 20,
        maxDelayMs: 100,
        onReadable: () => onReadable(ring),
      });
      return { object, link, ring };
    }
    ${body}`;
}

/** Runs {@link script} in a process of its own; rejects unless it exits with 0 within 20 seconds. */
export async function runChild(body: string, nodeOptions: readonly string[] = []): Promise<string> {
  const args = [...nodeOptions, "--input-type=module", "-e", script(body)];
  const { stdout } = await promisify(execFile)(process.execPath, args, { timeout: 20_000 });
  return stdout;
}
