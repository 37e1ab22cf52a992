import { addon, type LinkHandle, type LoadedHandle } from "./addon.js";
import type { AttachTarget } from "./types.js";
import * as validate from "./validate.js";

const maxPid = 2 ** 31 - 1;
const anyPid = -1;

function string(target: object, field: string): string {
  return validate.string(`target.${field}`, (target as Record<string, unknown>)[field]);
}

function offset(value: unknown): number {
  return validate.integer("target.offset", value ?? 0, 0, Number.MAX_SAFE_INTEGER);
}

function retprobe(value: unknown): boolean {
  return validate.boolean("target.retprobe", value ?? false);
}

function pid(value: unknown): number {
  return value === undefined ? anyPid : validate.integer("target.pid", value, 0, maxPid);
}

/** Checks the target and calls the addon's function for its type. */
export function attach(object: LoadedHandle, program: string, target: AttachTarget): LinkHandle {
  validate.string("program", program);
  validate.object("target", target);
  const native = addon();
  switch (target.type) {
    case "section":
      return native.attachSection(object, program);
    case "tracepoint":
      return native.attachTracepoint(object, program, string(target, "category"), string(target, "name"));
    case "rawTracepoint":
      return native.attachRawTracepoint(object, program, string(target, "name"));
    case "kprobe":
      return native.attachKprobe(
        object,
        program,
        string(target, "function"),
        offset(target.offset),
        retprobe(target.retprobe),
      );
    case "ksyscall":
      return native.attachKsyscall(object, program, string(target, "syscall"), retprobe(target.retprobe));
    case "uprobe":
      return native.attachUprobe(
        object,
        program,
        string(target, "path"),
        target.function === undefined ? "" : string(target, "function"),
        offset(target.offset),
        pid(target.pid),
        retprobe(target.retprobe),
      );
    case "usdt":
      return native.attachUsdt(
        object,
        program,
        string(target, "path"),
        string(target, "provider"),
        string(target, "name"),
        pid(target.pid),
      );
    case "cgroup":
      return native.attachCgroup(object, program, string(target, "path"));
    case "perfEvent":
      return native.attachPerfEvent(
        object,
        program,
        validate.integer("target.eventType", target.eventType, 0, 2 ** 32 - 1),
        validate.uint64("target.config", target.config),
        validate.integer("target.frequencyHz", target.frequencyHz, 1, 2 ** 32 - 1),
        validate.integer("target.cpu", target.cpu, 0, 2 ** 31 - 1),
      );
    default:
      throw unknownType(target);
  }
}

function unknownType(target: never): TypeError {
  const { type } = target as { type: unknown };
  return Object.assign(new TypeError(`target.type: no such kind of target: ${String(type)}`), {
    code: "ERR_INVALID_ARG_VALUE",
  });
}
