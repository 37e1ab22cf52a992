import { bitsText, constantName } from "./bits.js";
import { fileTypes } from "./constants/file.js";

/** Of the kernel's include/uapi/linux/stat.h. */
const typeMask = 0o170000;

/** An octal number as strace has it: at least three digits, the first one 0. */
export function octal(value: number): string {
  return `0${value.toString(8)}`.padStart(3, "0");
}

const typeName = constantName(fileTypes);
const special = bitsText({ flags: { S_ISUID: 0o4000, S_ISGID: 0o2000, S_ISVTX: 0o1000 } });

/**
 * A file's mode: `0644`, `04755`; with its type where it has one, as mknod takes it, `S_IFIFO|0600`.
 * What is above 16 bits is not looked at, as the kernel does not: a mode is an `unsigned short`.
 */
export function modeText(value: number): string {
  const mode = value & 0xffff;
  const type = typeName(mode & typeMask);
  if (!type) return octal(mode);
  const bits = mode & 0o7000;
  return [type, ...(bits ? [special(bits)] : []), octal(mode & 0o777)].join("|");
}
