/*
 * The part of zod that a probe's options are written with: what a flag of the command line can
 * say. All of zod is three times as much to parse, at the start of each program that uses a probe.
 */
export type * from "zod";
export { array, boolean, enum, int, literal, number, object, string, union } from "zod";
