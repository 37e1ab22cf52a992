import { readFileSync } from "node:fs";
import { which } from "../lib/toolchain.mjs";
import { cpio } from "./cpio.mjs";
import { modulesWithDependencies } from "./modules.mjs";

/** For the shared root, the disk, the port that reports come through, and the overlays of tests. */
const modules = ["virtio_pci", "virtio_console", "virtiofs", "virtio_blk", "overlay"];

const guestFile = (name) => readFileSync(new URL(`guest/${name}`, import.meta.url));

/**
 * The guest's first root: it mounts this machine's file system and goes there.
 *
 * @param image of {@link ensureImage}
 * @param job `root`, `script`: what is run there, by its path in the repository; and what that is to do
 * @param extra more files for the folder of the job, by name
 */
export function initramfs(image, job, extra) {
  const files = {
    "stage2.sh": guestFile("stage2.sh"),
    "job.json": JSON.stringify(job),
    repository: job.root,
    script: job.script,
    node: process.execPath,
    ...extra,
  };
  return cpio({
    ...{ bin: null, dev: null, proc: null, sys: null, host: null, modules: null, job: null },
    ...{ "bin/busybox": readFileSync(which("busybox")), "bin/sh": { link: "busybox" } },
    ...{ init: guestFile("init.sh") },
    ...inFolder("job", files),
    ...inFolder("modules", numbered(modulesWithDependencies(modules, image.modules))),
  });
}

function inFolder(folder, files) {
  return Object.fromEntries(Object.entries(files).map(([name, content]) => [`${folder}/${name}`, content]));
}

/** The shell loads them in the order of their names. */
function numbered(modules) {
  return Object.fromEntries(
    modules.map(({ name, image }, index) => [`${String(index).padStart(2, "0")}-${name}.ko`, image]),
  );
}
