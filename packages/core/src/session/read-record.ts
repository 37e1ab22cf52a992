import type { RecordDecoder } from "../decode/compile.js";

/** Stands for an event that is left out. */
export const leftOut = Symbol("left out");

/** Makes something of a record; may leave it out. */
export type Read<T> = (decoder: RecordDecoder, base: number, length: number) => T | typeof leftOut;

export const toEvent = <Event>(decoder: RecordDecoder, base: number, length: number) =>
  decoder.toEvent(base, length) as Event;

/** To the session's {@link JsonOutput}. */
export const writeJson = (decoder: RecordDecoder, base: number, length: number) => {
  decoder.writeJson(base, length);
  return true as const;
};

/** Reads only the events for which `where` says so. */
export function only<Event, T>(where: ((event: Event) => boolean) | undefined, read: Read<T>): Read<T> {
  if (!where) return read;
  return (decoder, base, length) =>
    where(decoder.toEvent(base, length) as Event) ? read(decoder, base, length) : leftOut;
}
