import type { AnyProbe } from "../../contract/probe.js";
import type { RecordSpec } from "../../contract/record.js";
import type { Btf, BtfStruct } from "../../kernel/btf.js";
import type {
  BpfMap,
  Kernel,
  KernelError,
  LoadedObject,
  OpenedObject,
  RingOptions,
} from "../../kernel/kernel.js";
import { eventNumber } from "../../layout/event-number.js";
import { readObject } from "../../session/read-object.js";
import { encodeRecord, type MemberValues } from "./encode-record.js";
import { FakeRing } from "./fake-ring.js";

/** What a {@link Kernel} throws. */
export function kernelError(errno: string, log = ""): KernelError {
  return Object.assign(new Error(`${errno}: refused`), { errno, syscall: "fake", log });
}

/** The data section with the counters. */
const lossMap = ".data.probekit_loss";

/** What only reads: `import * as kernel from "@probekit/native"` has it, and needs no rights for it. */
export type Parser = Pick<Kernel, "openObject" | "kernelBtf">;

/**
 * A kernel that takes everything, and in which only what the test says happens: an event arrives, one
 * gets lost, a call is refused. Knows what is open. Objects are parsed, and nothing is loaded, so that
 * neither rights nor a kernel with the feature are needed.
 *
 * ```ts
 * const fake = new FakeKernel(kernel);
 * await using session = openSession({ kernel: fake, probes: [probe] });
 * fake.arrive(probe, "exited", { context: { pid: 7, comm: "sh" }, code: 3 });
 * fake.lose("mine", "ring_full", 2);
 * ```
 */
export class FakeKernel implements Kernel {
  /** What is open, in the order of opening. */
  readonly open = new Set<string>();
  /** Everything that was called, in order: `mine attach on_exit`. */
  readonly calls: string[] = [];
  /** May throw in place of any call. */
  onCall: (call: string, index: number) => void = () => {};
  /** What programs return that are run by hand. */
  runResult = 0;
  /** The session's ring, once it is open. */
  ring: FakeRing | undefined;

  readonly #parser: Parser;
  readonly #refused = new Map<string, KernelError>();
  /** By object, totals by the names of `struct probekit_loss`. */
  readonly #losses = new Map<string, Map<string, bigint>>();
  readonly #lossStructs = new Map<string, BtfStruct>();
  /** The numbers that sessions have given to probes. */
  readonly #numbers = new Map<string, number>();
  #handles = 0;

  constructor(parser: Parser) {
    this.#parser = parser;
  }

  /**
   * Lets an event come from the ring, as if a program had sent it.
   *
   * @param values of the struct's members, by their names in C; the others are zero
   * @throws {Error} before a session of the probe is open
   */
  arrive(probe: AnyProbe, event: string, values: MemberValues): void {
    const number = this.#numbers.get(probe.name);
    if (number === undefined || !this.ring) throw new Error(`no session of ${probe.name} is open`);
    const { struct } =
      (probe.events as Readonly<Record<string, RecordSpec>>)[event] ?? unknownEvent(probe, event);
    const object = this.#parser.openObject(readObject(probe.name, probe.object), { name: probe.name });
    try {
      const found = object.btf.struct(struct);
      if (!found) throw new Error(`${probe.name} has no struct ${struct}`);
      const header = {
        probe: number,
        event: eventNumber(probe.name, event, object.btf),
        ...membersOf(values.header),
      };
      this.ring.push(framed(encodeRecord(found, { ...values, header }, object.btf)));
    } finally {
      object.close();
    }
  }

  /**
   * Lets a counter of `struct probekit_loss` rise.
   *
   * @param object the probe's name, or `session`
   * @param cause its name in C: `ring_full`, `map_full`, …
   */
  lose(object: string, cause: string, count: number): void {
    const totals = this.#losses.get(object) ?? new Map<string, bigint>();
    totals.set(cause, (totals.get(cause) ?? 0n) + BigInt(count));
    this.#losses.set(object, totals);
  }

  /**
   * Lets a call fail from now on.
   *
   * @param call as in {@link calls}: `mine load`, `mine attach on_exit`
   * @param log what libbpf and the verifier would have said
   */
  refuse(call: string, errno: string, log = ""): void {
    this.#refused.set(call, kernelError(errno, log));
  }

  #call(call: string): void {
    this.calls.push(call);
    this.onCall(call, this.calls.length - 1);
    const refused = this.#refused.get(call);
    if (refused) throw refused;
  }

  /** Something that is open until it is closed, also when closing it throws. */
  #handle(name: string, release = () => {}) {
    const handle = `${name} #${this.#handles++}`;
    this.open.add(handle);
    return {
      close: () => {
        const wasOpen = this.open.delete(handle);
        if (!wasOpen) return;
        release();
        this.#call(`${name} close`);
      },
    };
  }

  openObject(image: Uint8Array, { name }: { readonly name: string }): OpenedObject {
    this.#call(`${name} open`);
    const parsed = this.#parser.openObject(image, { name });
    const { btf, programs, maps } = parsed;
    const lossStruct = btf.struct("probekit_loss");
    if (lossStruct) this.#lossStructs.set(name, lossStruct);
    const configure = (what: string) => () => this.#call(`${name} ${what}`);
    return {
      ...{ name, programs, maps, btf },
      setAutoload: configure("setAutoload"),
      setAttachTarget: configure("setAttachTarget"),
      setMaxEntries: configure("setMaxEntries"),
      reuseMap: configure("reuseMap"),
      setData: (section, offsetBytes, bytes) => {
        this.#call(`${name} setData`);
        if (isProbeNumber(btf, section, offsetBytes))
          this.#numbers.set(name, Buffer.from(bytes).readUInt16LE());
      },
      load: () => this.#load(name),
      ...this.#handle(`${name} object`, () => parsed.close()),
    };
  }

  #load(name: string): LoadedObject {
    this.#call(`${name} load`);
    return {
      name,
      attach: (program) => {
        this.#call(`${name} attach ${program}`);
        return this.#handle(`${name} link ${program}`);
      },
      map: (map) => this.#map(name, map),
      run: (program) => {
        this.#call(`${name} run ${program}`);
        return this.runResult;
      },
      programStats: () => {
        this.#call(`${name} programStats`);
        return [];
      },
      ...this.#handle(`${name} loaded`),
    };
  }

  #map(object: string, name: string): BpfMap {
    this.#call(`${object} map ${name}`);
    const none = () => ({ count: 0, keys: Buffer.alloc(0), values: Buffer.alloc(0) });
    return {
      info: { name, type: "array", keySizeBytes: 4, valueSizeBytes: 16, maxEntries: 1 },
      lookup: () => (name === lossMap ? this.#lossBytes(object) : undefined),
      update: () => this.#call(`${object} map ${name} update`),
      delete: () => false,
      keys: () => [],
      entries: none,
      drain: none,
      setInner: () => this.#call(`${object} map ${name} setInner`),
      ...this.#handle(`${object} map ${name}`),
    };
  }

  #lossBytes(object: string): Buffer {
    const struct = this.#lossStructs.get(object);
    const bytes = Buffer.alloc(struct?.sizeBytes ?? 0);
    for (const { name, offsetBits } of struct?.members ?? [])
      bytes.writeBigUInt64LE(this.#losses.get(object)?.get(name) ?? 0n, offsetBits / 8);
    return bytes;
  }

  kernelBtf(): Btf {
    return this.#parser.kernelBtf();
  }

  hasTracepoint(): boolean {
    return true;
  }

  openRing(_ring: BpfMap, options: RingOptions): FakeRing {
    this.#call("ring open");
    const ring = new FakeRing(options);
    const { close } = this.#handle("ring");
    ring.close = () => {
      ring.closed = true;
      close();
    };
    this.ring = ring;
    return ring;
  }

  clocks() {
    this.#call("clocks");
    return { bootNs: 0n, realNs: 0n };
  }
}

function membersOf(value: MemberValues[string] | undefined): MemberValues {
  return typeof value === "object" ? (value as MemberValues) : {};
}

function unknownEvent(probe: AnyProbe, event: string): never {
  throw new Error(`${probe.name} has no event ${event}; it has ${Object.keys(probe.events).join(", ")}`);
}

/** Whether a session writes `probekit_config.probe`, the first of its members. */
function isProbeNumber(btf: Btf, section: string, offsetBytes: number): boolean {
  const config = btf.variable("probekit_config");
  return config?.section === section && config.offsetBytes === offsetBytes;
}

/** As it lies in the ring. */
function framed(record: Buffer): Buffer {
  const bytes = Buffer.alloc(8 + Math.ceil(record.length / 8) * 8);
  bytes.writeUInt32LE(record.length, 0);
  record.copy(bytes, 8);
  return bytes;
}
