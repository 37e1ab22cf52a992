/** A record as a ring writes it: its length, `struct probe_header`, the payload, padding. */
export function wireRecord(
  { probe, event, timeNs = 0n }: { probe: number; event: number; timeNs?: bigint },
  payload: Uint8Array = Buffer.alloc(0),
): Buffer {
  const length = 16 + payload.length;
  const bytes = Buffer.alloc(8 + Math.ceil(length / 8) * 8);
  bytes.writeUInt32LE(length, 0);
  bytes.writeBigUInt64LE(timeNs, 8);
  bytes.writeUInt16LE(probe, 16);
  bytes.writeUInt16LE(event, 18);
  bytes.set(payload, 24);
  return bytes;
}
