import * as kernel from "@probekit/native";

/** Of a session that sees what this process does, and nothing else. */
export const own = { kernel, filter: { pid: [process.pid] } } as const;
