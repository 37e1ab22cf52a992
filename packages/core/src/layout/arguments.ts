import type { AttachSpec } from "../contract/attach.js";
import { ProbeError } from "../errors/probe-error.js";
import type { Btf, BtfPrototype } from "../kernel/btf.js";

/**
 * The positions, in this kernel, of the arguments that a program asks for by type.
 *
 * Arguments of one type are named in their order and all of them, so that none is taken for
 * another.
 *
 * @throws {ProbeError} `ERR_ARGUMENT` when the target is unknown or its arguments do not fit.
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
  return new Map(
    wanted.map(([name, type]) => {
      if (type === "return") return [name, prototype.parameters.length];
      const positions = prototype.parameters.flatMap((parameter, index) =>
        parameter.type === type ? [index] : [],
      );
      const names = wanted.flatMap(([other, otherType]) => (otherType === type ? [other] : []));
      if (positions.length !== names.length) {
        fail(
          `it has ${positions.length} arguments of type ${type}, ${names.length} expected; it is ${spell(prototype)}`,
        );
      }
      return [name, positions[names.indexOf(name)] as number];
    }),
  );
}

function targetPrototype(spec: AttachSpec, btf: Btf): BtfPrototype | undefined {
  if (spec.kind === "tpBtf" || spec.kind === "rawTracepoint") return btf.tracepoint(spec.target);
  return btf.function(spec.kind === "lsm" ? `bpf_lsm_${spec.target}` : spec.target);
}

function spell({ name, parameters }: BtfPrototype): string {
  return `${name}(${parameters.map((parameter) => parameter.type).join(", ")})`;
}
