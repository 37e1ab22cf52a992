import { type AnyProbe, type ProbeEvent, type ProbeRow, requireProbe } from "../contract/probe.js";
import { ProbeError } from "../errors/probe-error.js";
import { closeWhenDropped } from "./dropped.js";
import { type ProbeUse, type SessionOptions, sessionSettings } from "./options.js";
import { SessionResources } from "./resources.js";
import { Session } from "./session.js";

/** The union of the events of the probes passed to {@link openSession}. */
export type SessionEvent<P extends readonly (AnyProbe | ProbeUse)[]> = {
  [I in keyof P]: P[I] extends ProbeUse<infer Used> ? ProbeEvent<Used> : ProbeEvent<P[I]>;
}[number];

/** The union of the rows of these probes' tables. */
export type SessionRow<P extends readonly (AnyProbe | ProbeUse)[]> = {
  [I in keyof P]: P[I] extends ProbeUse<infer Used> ? ProbeRow<Used> : ProbeRow<P[I]>;
}[number];

/**
 * Loads and attaches probes, each by the best of its plans that this kernel takes.
 *
 * ```ts
 * await using session = openSession({ kernel, probes: [exec, use(filelife, { fullPath: false })] });
 * for await (const event of session) console.log(event.probe, event.timeMs);
 * ```
 *
 * Events are kept from here on; the ring holds them until they are read.
 *
 * @throws {ProbeError} `ERR_OPTION`, `ERR_NO_PLAN`, `ERR_LOAD`, `ERR_LOAD_DENIED`, `ERR_KERNEL_TYPE`, `ERR_ATTACH`, `ERR_ARGUMENT`,
 * `ERR_RECORD_LAYOUT`, `ERR_CONTRACT`, `ERR_OBJECT`, `ERR_UNKNOWN_PLAN`, `ERR_DUPLICATE_PROBE`, `ERR_API_VERSION`
 */
export function openSession<const P extends readonly (AnyProbe | ProbeUse)[]>(
  options: SessionOptions<P>,
): Session<SessionEvent<P>, SessionRow<P>> {
  const uses = options.probes.map((entry): ProbeUse => ("probe" in entry ? entry : { probe: entry }));
  for (const { probe } of uses) requireProbe(probe, "openSession");
  requireDistinct(uses);

  const settings = sessionSettings(options);
  const resources = new SessionResources(options.kernel, uses, settings);
  const session = new Session<SessionEvent<P>, SessionRow<P>>(resources);
  closeWhenDropped(session, resources);
  return session;
}

function requireDistinct(uses: readonly ProbeUse[]): void {
  const names = uses.map(({ probe }) => probe.name);
  const repeated = names.find((name, index) => names.indexOf(name) !== index);
  if (repeated !== undefined) {
    throw new ProbeError("ERR_DUPLICATE_PROBE", {
      probe: repeated,
      operation: "open",
      message: "it is in the session twice; one use with its options is enough",
    });
  }
}
