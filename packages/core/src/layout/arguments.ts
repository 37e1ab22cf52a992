import { type AttachKind, type AttachSpec, isBtfTarget } from "../contract/attach.js";
import { ProbeError } from "../errors/probe-error.js";
import type { Btf, BtfPrototype } from "../kernel/btf.js";

/**
 * How many arguments `ARG()` of probekit/attach.bpf.h can read: those in registers for a
 * kprobe, for the others as many as it has cases. Beyond that it would read 0.
 */
function readableArguments(kind: AttachKind): number {
  if (kind === "kprobe") return 6;
  return isBtfTarget(kind) || kind === "rawTracepoint" ? 7 : 0;
}

/**
 * The positions, in this kernel, of the arguments that a program asks for by type.
 *
 * Arguments of one type are named in their order and all of them, so that none is taken for
 * another.
 *
 * @throws {ProbeError} `ERR_ARGUMENT` when the target is unknown, its arguments do not fit, or one is out of reach
 */
export function argumentPositions(
  probe: string,
  program: string,
  spec: AttachSpec,
  kernelBtf: () => Btf,
): ReadonlyMap<string, number> {
  const wanted = Object.entries(spec.args ?? {});
  if (wanted.length === 0) return new Map();

  const fail = (message: string): never => {
    throw new ProbeError("ERR_ARGUMENT", {
      probe,
      operation: "resolve",
      object: `${program} (${spec.target})`,
      message,
    });
  };
  const prototype = targetPrototype(spec, kernelBtf()) ?? fail("this kernel's BTF has no such target");
  const readable = readableArguments(spec.kind);
  return new Map(
    wanted.map(([name, type]) => {
      const position = type === "return" ? resultPosition(spec, prototype) : argumentPosition(name);
      if (typeof position === "string") return fail(`${position}; it is ${spell(prototype)}`);
      if (position < readable) return [name, position];
      return fail(
        `${name} is argument ${position} of ${spell(prototype)}, counted from 0; a ${spec.kind} program reads ${readable}`,
      );
    }),
  );

  /** Or what is wrong. */
  function argumentPosition(name: string): number | string {
    const type = spec.args?.[name];
    const positions = prototype.parameters.flatMap((parameter, index) =>
      parameter.type === type ? [index] : [],
    );
    const names = wanted.flatMap(([other, otherType]) => (otherType === type ? [other] : []));
    if (positions.length === names.length) return positions[names.indexOf(name)] as number;
    return `it has ${positions.length} arguments of type ${type}, ${names.length} expected`;
  }
}

/** Only these programs find the result where the arguments are. */
function resultPosition({ kind }: AttachSpec, prototype: BtfPrototype): number | string {
  const hasResult = kind === "fexit" || kind === "lsm";
  return hasResult ? prototype.parameters.length : `a ${kind} program has no result among its arguments`;
}

function targetPrototype(spec: AttachSpec, btf: Btf): BtfPrototype | undefined {
  if (spec.kind === "tpBtf" || spec.kind === "rawTracepoint") return btf.tracepoint(spec.target);
  return btf.function(spec.kind === "lsm" ? `bpf_lsm_${spec.target}` : spec.target);
}

function spell({ name, parameters }: BtfPrototype): string {
  return `${name}(${parameters.map((parameter) => parameter.type).join(", ")})`;
}
