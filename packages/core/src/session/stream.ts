/** What a stream takes its values from. A session has one, which its streams take turns at. */
export interface StreamSource<T> {
  /**
   * Makes `stream` the one that reads.
   *
   * @throws {ProbeError} `ERR_BUSY` while another one does
   */
  claim(stream: object): void;
  /** Lets others read, and ends a `more()` that waits; nothing for one that does not read. */
  release(stream: object): void;
  /** The next of what is there already. */
  take(): T | undefined;
  /** Gets more, or waits a while for it. @returns `false` at the end */
  more(): Promise<boolean>;
}

/**
 * One reader of a session, for `for await`.
 *
 * An object and not a generator: a generator that waits for an event can be told to return
 * only when the event has come.
 */
export class EventStream<T> implements AsyncIterableIterator<T, void, undefined> {
  readonly #source: StreamSource<T>;
  #ended = false;
  /** Calls that overlap wait for each other. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(source: StreamSource<T>) {
    this.#source = source;
  }

  /**
   * Ends when the session has been closed, or stopped and read to its end.
   *
   * @throws {ProbeError} `ERR_BUSY` while another stream reads the session
   */
  next(): Promise<IteratorResult<T, void>> {
    const result = this.#last.then(() => this.#next());
    this.#last = result.catch(() => undefined);
    return result;
  }

  /** Ends this stream, also while it waits. What it has not given is left for the next one. */
  async return(): Promise<IteratorResult<T, void>> {
    this.#end();
    return { done: true, value: undefined };
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async #next(): Promise<IteratorResult<T, void>> {
    if (!this.#ended) this.#source.claim(this);
    try {
      while (!this.#ended) {
        const value = this.#source.take();
        if (value !== undefined) return { done: false, value };
        if (!(await this.#source.more())) this.#end();
      }
    } catch (error) {
      this.#end();
      throw error;
    }
    return { done: true, value: undefined };
  }

  #end(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#source.release(this);
  }
}
