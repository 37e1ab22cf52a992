import type { JsonSchema } from "../contract/fields.js";
import type { BoundField } from "../layout/bind.js";
import type { ContextFields } from "../layout/context.js";

/** What ids of cgroups mean; {@link CgroupTree}. */
export interface CgroupNames {
  path(id: bigint): string | null;
  container(id: bigint): string | null;
  podUid(id: bigint): string | null;
}

/** What ids of users and groups mean; {@link AccountFile}. */
export interface AccountNames {
  readonly users: { name(id: number): string | null };
  readonly groups: { name(id: number): string | null };
}

/** What events have of their context beside what they always have. */
export interface ContextRequest {
  /** For the session's `namespaces`. */
  readonly cgroups?: CgroupNames | undefined;
  /** For the session's `names`. */
  readonly accounts?: AccountNames | undefined;
}

const nameSchema: JsonSchema = { type: ["string", "null"] };

/** The fields of a record's context that a session asks for, with those that are made from them. */
export function requestedContext(
  { always, onRequest }: ContextFields<readonly BoundField[]>,
  { cgroups, accounts }: ContextRequest,
): BoundField[] {
  return [
    ...always,
    ...(accounts
      ? [
          named(always, "uid", "user", (id: number) => accounts.users.name(id)),
          named(always, "gid", "group", (id: number) => accounts.groups.name(id)),
        ]
      : []),
    ...(cgroups
      ? [
          ...onRequest,
          named(onRequest, "cgroupId", "cgroupPath", (id: bigint) => cgroups.path(id)),
          named(onRequest, "cgroupId", "container", (id: bigint) => cgroups.container(id)),
          named(onRequest, "cgroupId", "podUid", (id: bigint) => cgroups.podUid(id)),
        ]
      : []),
  ];
}

/** A field that is made from the same member as another. */
function named<Id>(
  fields: readonly BoundField[],
  from: string,
  name: string,
  apply: (id: Id) => string | null,
): BoundField {
  const id = fields.find((field) => field.name === from);
  if (!id) throw new TypeError(`the context has no ${from}`);
  return { ...id, name, map: { apply: apply as (value: never) => unknown, schema: nameSchema } };
}
