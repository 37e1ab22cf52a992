import type { FilterList, SessionFilter } from "@probekit/core";

/**
 * The filter of a session that follows this very process, to have the command from its fork
 * on: all but this process, which is in the tree only as the command's parent.
 *
 * The command cannot be named instead: its exec would be over before its process id is known.
 */
export function withoutSelf(filter: SessionFilter, pid = process.pid): SessionFilter {
  return { ...filter, pid: exclude(filter.pid, pid) };
}

function exclude(list: FilterList<number> | undefined, pid: number): FilterList<number> {
  if (list === undefined) return { not: [pid] };
  return "not" in list ? { not: [...list.not, pid] } : list;
}
