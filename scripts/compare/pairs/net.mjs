// The probe `net` as a row of either comparison of connections.
import { ours } from "../ours.mjs";

export const net = ours("net", (event) => [
  {
    ...{ kind: event.event, pid: event.pid, comm: event.comm },
    ...{ localPort: event.localPort, remotePort: event.remotePort, remoteAddress: event.remoteAddress },
    ...{ result: event.errno ?? event.result, latencyMs: event.latencyMs },
    ...{ sent: event.sentBytes, received: event.receivedBytes, durationMs: event.durationMs },
  },
]);
