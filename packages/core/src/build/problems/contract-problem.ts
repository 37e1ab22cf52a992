import { snakeCase } from "../../contract/names.js";
import type { ProbeError } from "../../errors/probe-error.js";
import { enumPlace, mapPlace, memberPlace, programPlace, structPlace, variablePlace } from "./c-places.js";
import { contractRemedy } from "./contract-remedies.js";
import type { BuildProblem, SourcePlace } from "./problem.js";
import { readSources, type Sources } from "./sources.js";
import { type Subject, subjectOf } from "./subject.js";
import { fieldPlace, mapSettingsPlace, planPlace, propertyPlace, recordPlace, targetPlace } from "./ts-places.js";

/** What does not fit between contract, object and kernel: the line of the contract, then that of the C. */
export function contractProblem(error: ProbeError, folder: string): BuildProblem {
  const sources = readSources(folder);
  const subject = subjectOf(error);
  const places = [inContract(subject, sources), inC(subject, sources, error.probe ?? "")];
  return {
    title: error.message,
    places: places.filter((place) => place !== undefined),
    reason: undefined,
    remedy: contractRemedy(error, subject),
    log: error.log,
    readLog: false,
  };
}

function inContract(subject: Subject, { ts }: Sources): SourcePlace | undefined {
  const { struct, field, plan, program, target } = subject;
  const output = subject.table ?? subject.event ?? subject.histogram;
  const record = struct === undefined ? output && propertyPlace(ts, output) : recordPlace(ts, struct);
  if (field !== undefined) return fieldPlace(ts, field, record || undefined);
  if (program !== undefined && target !== undefined) return targetPlace(ts, program, target);
  if (program !== undefined) return propertyPlace(ts, program);
  if (plan !== undefined) return planPlace(ts, plan);
  if (subject.map !== undefined) return mapSettingsPlace(ts, subject.map);
  return subject.variable === undefined ? record || undefined : propertyPlace(ts, subject.variable);
}

function inC(subject: Subject, { c }: Sources, probe: string): SourcePlace | undefined {
  const { struct, field, member, program, table, histogram, event, variable, map } = subject;
  if (struct !== undefined) {
    if (field === undefined) return structPlace(c, struct);
    return memberPlace(c, struct, member ?? snakeCase(field));
  }
  if (program !== undefined) return programPlace(c, program);
  if (variable !== undefined) return variablePlace(c, variable);
  if (subject.enum !== undefined) return enumPlace(c, subject.enum);
  if (event !== undefined) return enumPlace(c, `${snakeCase(probe)}_event_type`);
  const name = map ?? table ?? histogram;
  return name === undefined ? undefined : mapPlace(c, snakeCase(name));
}
