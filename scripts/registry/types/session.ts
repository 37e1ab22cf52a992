// A user's program. Compiled against the published packages, never run.
import { openSession, type SessionEvent, use, z } from "@probekit/core";
import * as kernel from "@probekit/native";
import exec from "@probekit/probe-exec";
import filelife from "@probekit/probe-filelife";

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const isTrue = <_T extends true>(): void => {};

const session = openSession({
  kernel,
  probes: [exec, use(filelife, { maxFiles: 10_000 })],
  filter: { uid: { not: [0] } },
});

for await (const event of session) {
  isTrue<Equal<typeof event.probe, "exec" | "filelife">>();
  isTrue<Equal<typeof event.timeMs, number>>();
  // @ts-expect-error only exec has it
  event.argv;
  // @ts-expect-error nobody has it
  event.nothing;
  if (event.probe === "exec") {
    isTrue<Equal<typeof event.event, "exec">>();
    isTrue<Equal<typeof event.argv, string[]>>();
    isTrue<Equal<typeof event.errno, string | null>>();
    // @ts-expect-error it is filelife's
    event.ageMs;
  } else {
    isTrue<Equal<typeof event.event, "deleted">>();
    isTrue<Equal<typeof event.inode, bigint>>();
    isTrue<Equal<typeof event.creator.comm, string>>();
    // @ts-expect-error it is a number
    event.ageMs satisfies string;
  }
}

// @ts-expect-error exec has no such option
use(exec, { nothing: 1 });
// @ts-expect-error it is a boolean
use(exec, { failed: "yes" });
use(exec, { failed: false, maxArgvBytes: 4096 });

isTrue<Equal<SessionEvent<[typeof exec]>["probe"], "exec">>();

const options = z.object({ count: z.number().default(1) });
isTrue<Equal<z.output<typeof options>, { count: number }>>();
isTrue<Equal<z.input<typeof options>, { count?: number | undefined }>>();
// @ts-expect-error zod's own types came along: this is no `any`
options.nothing;
