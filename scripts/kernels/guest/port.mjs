// How a guest reports to the host: through a virtio port, a line of JSON for each thing to tell.
import { openSync, readdirSync, writeSync } from "node:fs";
import { join } from "node:path";

const port = openSync(join("/dev", readdirSync("/sys/class/virtio-ports")[0]), "w");

/** A port takes as much as there is room for. */
export function tell(message) {
  let rest = Buffer.from(`${JSON.stringify(message)}\n`);
  while (rest.length > 0) rest = rest.subarray(writeSync(port, rest));
}

/** What the host is to print as it is. */
export function print(text) {
  tell({ type: "output", text });
}
