import type { ProbeError } from "../../errors/probe-error.js";
import { errorCodes } from "../../errors/registry.js";
import { suggest } from "../../errors/suggest.js";
import type { Subject } from "./subject.js";

/** What to do where contract, object and kernel differ; `undefined` where the message says it. */
export function contractRemedy(
  { reason, code }: Pick<ProbeError, "reason" | "code">,
  { struct = "the struct", field, member, program, map, target }: Subject,
): string | undefined {
  const present = /; it has (.+)$/.exec(reason)?.[1]?.split(", ") ?? [];
  if (field !== undefined && /: no member /.test(reason)) {
    const wanted = /: no member ([\w.]+)/.exec(reason)?.[1] ?? "";
    return `name a member of struct ${struct} with { from: "…" }, or add ${wanted} to it${suggest(wanted, present)}`;
  }
  if (field !== undefined && member !== undefined && /: expected an? .+, found/.test(reason))
    return `give member ${member} of struct ${struct} that type, or field ${field} another kind: probe build --types ${struct} prints those that fit`;
  if (program !== undefined && reason.startsWith("not in the object"))
    return `call it as the function behind SEC("…") in the .bpf.c is called${suggest(program, present)}`;
  if (program !== undefined && reason.startsWith("expected SEC("))
    return "let the descriptor in the plan and the section of the function be of one kind";
  if (target !== undefined && /no such target$/.test(reason))
    return `correct the target's name (${listOf(target)} has this kernel's), or add a plan for kernels without it`;
  if (/^not in the object; is it a global/.test(reason))
    return "declare it in the .bpf.c outside of functions, or take it out of the contract's constants";
  if (map !== undefined && reason.startsWith("not in the object"))
    return `declare it in the .bpf.c, or take it out of the contract's maps${suggest(map, present)}`;
  return saysRemedy.test(reason) ? undefined : errorCodes[code]?.fix;
}

/** Reasons that end with what to do. */
const saysRemedy = /[;:,] (add|and|declare|build|include|use|write|correct|send) /;

/** Where a user finds the names of such targets. */
function listOf(target: string): string {
  const [category] = target.split(":");
  return category === target ? "/proc/kallsyms" : `/sys/kernel/tracing/events/${category}`;
}
