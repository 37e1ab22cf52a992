import { durationMs, type Field } from "../contract/fields.js";
import { snakeCase } from "../contract/names.js";
import type { AnyProbe } from "../contract/probe.js";
import type { TableSpec } from "../contract/table.js";
import { ProbeError } from "../errors/probe-error.js";
import type { BtfStruct } from "../kernel/btf.js";
import type { OpenedObject } from "../kernel/kernel.js";
import { bindFields, type Fail } from "./bind.js";
import { eventNumber } from "./event-number.js";
import type { BoundEvent } from "./events.js";

/** A table of a probe, with its maps in one object. */
export interface BoundTable {
  readonly name: string;
  /** The fields that order it, the greatest sum first. */
  readonly order: readonly string[];
  /** `PROBE_TABLE`: the map that holds the bank in use, and the banks. */
  readonly map: string;
  readonly banks: readonly [string, string];
  /** A row as the record that it is decoded from: {@link rowOffsets}. */
  readonly row: BoundEvent;
  readonly keyBytes: number;
  readonly valueBytes: number;
}

/** What binding asks of an object. */
export type TableObject = Pick<OpenedObject, "btf" | "maps">;

/** Rows are decoded as records are: `struct probe_header`, the interval's length, value, key. */
export const rowOffsets = { intervalNs: 16, value: 24 } as const;

/**
 * Binds a probe's tables to its object.
 *
 * @throws {ProbeError} `ERR_RECORD_LAYOUT`
 */
export function bindTables(probe: AnyProbe, object: TableObject): BoundTable[] {
  const specs: Readonly<Record<string, TableSpec>> = probe.tables ?? {};
  return Object.entries(specs).map(([name, spec]) => bindTable(probe.name, name, spec, object));
}

function bindTable(probe: string, name: string, spec: TableSpec, object: TableObject): BoundTable {
  const fail: Fail = (message) => {
    throw new ProbeError("ERR_RECORD_LAYOUT", { probe, operation: "bind", object: `table ${name}`, message });
  };
  const map = snakeCase(name);
  const banks = [`${map}_a`, `${map}_b`] as const;
  const key = requireStruct(spec.key, object, fail);
  const value = requireStruct(spec.value, object, fail);
  const declared = `PROBE_TABLE(${map}, struct ${spec.key}, struct ${spec.value}, …)`;
  for (const bank of banks) {
    const found = object.maps.find((candidate) => candidate.name === bank);
    if (found?.type !== "hash") return fail(`no ${declared} in the object`);
    if (found.keySizeBytes !== key.sizeBytes || found.valueSizeBytes !== value.sizeBytes)
      fail(`map ${bank} has other keys or values than ${declared}`);
  }
  for (const { sizeBytes, name: struct } of [key, value])
    if (sizeBytes % 8 !== 0) fail(`struct ${struct} has ${sizeBytes} bytes; a multiple of 8 is needed`);

  const struct = rowStruct(key, value);
  const fields = bindFields({ intervalMs: durationMs(), ...spec.fields }, struct, object.btf, fail);
  for (const [name, order] of Object.entries(spec.orders)) {
    const wrong = order.find((field) => !isNumeric(spec.fields[field]));
    if (wrong !== undefined) fail(`order ${name}: ${wrong} is no field that is a number`);
  }
  const [order] = Object.values(spec.orders);
  const record = { struct: spec.value, sizeBytes: struct.sizeBytes, fields, context: undefined };
  return {
    name,
    order: order ?? [],
    map,
    banks,
    row: { probe, event: name, number: eventNumber(probe, name, object.btf), record },
    keyBytes: key.sizeBytes,
    valueBytes: value.sizeBytes,
  };
}

function isNumeric(field: Field | undefined): boolean {
  return field !== undefined && ["integer", "id", "durationMs"].includes(field.kind);
}

function requireStruct(name: string, object: TableObject, fail: Fail): BtfStruct {
  return object.btf.struct(name) ?? fail(`no struct ${name} in the object's BTF`);
}

/** Members of the value come before those of the key: of two of one name, it is the value's. */
function rowStruct(key: BtfStruct, value: BtfStruct): BtfStruct {
  const anonymous = (type: BtfStruct, offsetBytes: number) => ({
    name: "",
    offsetBits: offsetBytes * 8,
    bitFieldBits: 0,
    type,
  });
  const intervalMs = {
    ...{ name: "interval_ms", offsetBits: rowOffsets.intervalNs * 8, bitFieldBits: 0 },
    type: { kind: "int", sizeBytes: 8, signed: false, encoding: "int" },
  } as const;
  const keyOffset = rowOffsets.value + value.sizeBytes;
  return {
    kind: "struct",
    name: `${value.name} of ${key.name}`,
    sizeBytes: keyOffset + key.sizeBytes,
    members: [intervalMs, anonymous(value, rowOffsets.value), anonymous(key, keyOffset)],
  };
}
