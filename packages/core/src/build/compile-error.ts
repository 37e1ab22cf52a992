/** A compiler has refused a source, or is not there. The message is its own. */
export class CompileError extends Error {
  override readonly name = "CompileError";
  /** Whether the compiler has written what it makes all the same, as TypeScript does. */
  readonly hasWritten: boolean;

  constructor(message: string, { hasWritten = false } = {}) {
    super(message);
    this.hasWritten = hasWritten;
  }
}
