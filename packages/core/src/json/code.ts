/**
 * JavaScript that writes one value after the other into a {@link JsonOutput}: `at` is where the next
 * one goes, and `view` the output's memory.
 */
export class JsonCode {
  readonly #statements: string[] = [];
  #literal = "";
  #bytes = 0;

  /** What the parts of a known length need at most. */
  get fixedBytes(): number {
    return this.#bytes;
  }

  /** Text that is the same in each line. */
  literal(text: string): void {
    this.#literal += text;
  }

  /** @param call gives the place behind what it writes, of at most `bytes` */
  fixed(bytes: number, call: string): void {
    this.#flush();
    this.#bytes += bytes;
    this.#statements.push(`at = ${call};`);
  }

  /** @param call the same for any number of bytes, which the output has to find room for */
  variable(call: string): void {
    this.#flush();
    this.#statements.push(`at = ${call}; view = output.view;`);
  }

  toString(): string {
    this.#flush();
    return this.#statements.join("\n");
  }

  /** Eight bytes at a time, as doubles that have them; what is beyond the text is written over. */
  #flush(): void {
    const text = Buffer.from(this.#literal);
    this.#literal = "";
    if (text.length === 0) return;
    const padded = Buffer.alloc(Math.ceil(text.length / 8) * 8);
    padded.set(text);
    this.#bytes += padded.length;
    for (let index = 0; index < padded.length; index += 8) {
      /* No UTF-8 text is a NaN, whose bytes could change on the way: that takes 0x7f behind a lead byte. */
      this.#statements.push(`view.setFloat64(at + ${index}, ${padded.readDoubleLE(index)}, true);`);
    }
    this.#statements.push(`at += ${text.length};`);
  }
}
