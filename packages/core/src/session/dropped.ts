import { inspect } from "node:util";
import type { SessionResources } from "./resources.js";

type Closeable = Pick<SessionResources, "closed" | "close">;

const dropped = new FinalizationRegistry<{ resources: Closeable; openedAt: string }>(closeDropped);

/** Closes, with a warning, what a session holds when it was dropped without `close()`. */
export function closeWhenDropped(session: object, resources: Closeable): void {
  const openedAt = new Error("opened").stack?.split("\n").slice(3).join("\n") ?? "";
  dropped.register(session, { resources, openedAt });
}

/** Never throws: nobody could catch it. */
export function closeDropped({ resources, openedAt }: { resources: Closeable; openedAt: string }): void {
  if (resources.closed) return;
  let failure = "";
  try {
    resources.close();
  } catch (error) {
    failure = `\nClosing it failed: ${inspect(error)}`;
  }
  process.emitWarning(
    `A probekit session was dropped without close(); it was opened at:\n${openedAt}${failure}`,
    "ProbekitWarning",
  );
}
