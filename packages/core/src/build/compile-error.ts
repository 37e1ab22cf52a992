/** A compiler has refused a source, or is not there. The message is its own. */
export class CompileError extends Error {
  override readonly name = "CompileError";
}
