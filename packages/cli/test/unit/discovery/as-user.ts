/** Debian's account for what is to own nothing. */
export const nobody = 65534;

/** Does something with another user's rights on files. Only root can. */
export function asUser<Result>(uid: number, work: () => Result): Result {
  process.setegid?.(uid);
  process.seteuid?.(uid);
  try {
    return work();
  } finally {
    process.seteuid?.(0);
    process.setegid?.(0);
  }
}
