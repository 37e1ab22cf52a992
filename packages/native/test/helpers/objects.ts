import { expect } from "vitest";
import * as native from "../../src/index.js";
import { bpfObject } from "./bpf.js";

export function open(name: string): native.OpenedObject {
  return native.openObject(bpfObject(name), { name });
}

/** Sets a 32-bit variable before the load. */
export function setWord(object: native.OpenedObject, variable: string, value: number): void {
  const found = object.btf.variable(variable);
  if (found === undefined) throw new Error(`no variable ${variable}`);
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  object.setData(found.section, found.offsetBytes, bytes);
}

/** `events`, set up for events that this process causes. */
export function openEvents(variables: Record<string, number> = {}): native.OpenedObject {
  const object = open("events");
  setWord(object, "target_tgid", process.pid);
  for (const [name, value] of Object.entries(variables)) setWord(object, name, value);
  return object;
}

export interface Variable {
  readonly map: native.BpfMap;
  readonly offsetBytes: number;
  readonly sizeBytes: number;
}

export function variableOf(btf: native.Btf, loaded: native.LoadedObject, name: string): Variable {
  const found = btf.variable(name);
  if (found === undefined) throw new Error(`no variable ${name}`);
  return {
    map: loaded.map(found.section),
    offsetBytes: found.offsetBytes,
    sizeBytes: found.type.sizeBytes,
  };
}

/** The present value of an integer in a data section. */
export function readVariable({ map, offsetBytes, sizeBytes }: Variable): bigint {
  const bytes = Buffer.from(map.lookup(Buffer.alloc(4)) ?? []);
  return sizeBytes === 8 ? bytes.readBigUInt64LE(offsetBytes) : BigInt(bytes.readUInt32LE(offsetBytes));
}

/** The error that a call throws. */
export function errorOf(call: () => unknown): native.KernelError {
  try {
    call();
  } catch (error) {
    return error as native.KernelError;
  }
  return expect.fail("did not throw");
}
