/** Longer ones are seldom names. */
const longest = 64;
const most = 1024;

/** A string as JSON: its bytes, up to three more that mean nothing, and how many are its own. */
export interface KnownString {
  readonly words: Int32Array;
  readonly bytes: number;
}

/**
 * Strings as JSON, to be copied. What fields are mapped to are names, of which there are few: to find one takes
 * less than to look at each of its characters.
 */
export class KnownStrings {
  readonly #known = new Map<string, KnownString>();

  /** @returns `undefined` for a string that is too long to be kept */
  find(text: string): KnownString | undefined {
    return text.length > longest ? undefined : (this.#known.get(text) ?? this.#add(text));
  }

  #add(text: string): KnownString {
    const json = Buffer.from(JSON.stringify(text));
    const words = new Int32Array(Math.ceil(json.length / 4));
    Buffer.from(words.buffer).set(json);
    const added = { words, bytes: json.length };
    /* They were no names, or not of late. */
    if (this.#known.size >= most) this.#known.clear();
    this.#known.set(text, added);
    return added;
  }
}
