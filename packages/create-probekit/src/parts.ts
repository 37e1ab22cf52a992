/** What the probe is called, in the spellings that its files need. */
export interface Names {
  /** `file-locks` */
  readonly name: string;
  /** `file_locks` */
  readonly id: string;
  /** `FILE_LOCKS` */
  readonly ID: string;
  readonly package: string;
}

/** The files that differ from one kind of probe to another. */
export interface Parts {
  readonly summary: string;
  /** `bpf/<name>.h`. */
  readonly header: string;
  /** `bpf/<name>.bpf.c`. */
  readonly program: string;
  /** `src/probe.ts`. */
  readonly contract: string;
  /** `test/kernel.test.ts`. */
  readonly kernelTest: string;
  /** What README.md says of options, output and plans; as the contract has it. */
  readonly description: string;
}
