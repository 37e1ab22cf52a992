// Runs a program of the bench in a virtual machine, on one of Debian's kernels.
import { guestEnvironment } from "../../scripts/kernels/environment.mjs";
import { ensureImage, findKernels } from "../../scripts/kernels/images.mjs";
import { initramfs } from "../../scripts/kernels/initramfs.mjs";
import { boot } from "../../scripts/kernels/machine.mjs";
import { ensureQemu } from "../../scripts/kernels/tools.mjs";
import { root } from "../../scripts/lib/paths.mjs";

/**
 * Installs QEMU and downloads a kernel, unless they are there.
 *
 * @throws {Error} when they cannot be had
 * @returns `{ kernel, image }`, for `runInVm`
 */
export async function ensureVm(family) {
  await ensureQemu();
  const [kernel] = await findKernels([family]);
  return { kernel, image: await ensureImage(kernel) };
}

/**
 * Boots the kernel, with a clock that counts instructions, and runs the program.
 *
 * @param script its path in the repository
 * @param job what it is to do
 * @param onOutput called with what it prints
 * @returns what it has told
 * @throws {Error} with the end of the kernel's log, when it has not told that it is done
 */
export async function runInVm({ image }, script, job, { timeoutMs, onOutput }) {
  const reports = [];
  const log = await boot({
    ...{ vmlinuz: image.vmlinuz, countsInstructions: true, timeoutMs },
    initrd: initramfs(image, { root, script, env: guestEnvironment(), ...job }, {}),
    onMessage: (message) => {
      if (message.type === "output") onOutput(message.text);
      else reports.push(message);
    },
  });
  if (reports.some(({ type }) => type === "done")) return reports;
  throw new Error(`the guest ended before it was done: ${log}`);
}
