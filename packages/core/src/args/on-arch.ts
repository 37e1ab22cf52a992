/** A constant that is not the same on all architectures; `undefined` where it does not exist. */
export function onArch(values: { readonly x64?: number; readonly arm64?: number }): number | undefined {
  return process.arch === "arm64" ? values.arm64 : values.x64;
}
