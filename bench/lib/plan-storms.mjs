// The storms whose tools of others attach to functions of the kernel, with ours by each plan.
import { callsOfRows, callsOfTable, filetopWords } from "./filetop-calls.mjs";
import { ours } from "./ours.mjs";

const filelifeNames = "filelife --plan kprobe --no-full-path";

/**
 * Each storm with its subjects, of ours first.
 *
 * `rivals` are the two that are held against each other: those that attach alike and tell alike, or, where we
 * have no such plan on purpose, the plan of ours that is used first.
 *
 * @param factor of the usual number of steps
 */
export function planStorms(peers, factor = 1) {
  const steps = (usual) => Math.max(200, Math.round(usual * factor));
  const list = (...subjects) => subjects.filter(Boolean);
  return [
    {
      // So few that a tool's buffer has room for all: in a guest it may not run before the storm is over.
      ...{ name: "create", call: "create, close and unlink", load: "create", steps: steps(700) },
      // Theirs tells of names. That ours has full paths by default is in the table.
      ...{ rivals: { words: filelifeNames, told: "filelife by kprobe, with names alone", peer: "filelife" } },
      subjects: list(
        ours(filelifeNames),
        ...byPlans("filelife", ["kprobe", "fentry", "tracepoint", "tracepoint-names"]),
        peers.find("filelife"),
      ),
    },
    {
      // So many that what the tracer itself and the bench read meanwhile does not matter.
      ...{ name: "readwrite", call: "pwrite and pread", load: "readwrite", steps: steps(20_000) },
      ...{ rivals: { words: "filetop --plan fentry", told: "filetop by fentry", peer: "filetop" } },
      subjects: list(
        ...byPlans("filetop", ["fentry", "tracepoint"], { eventsPerStep: 2, sums: callsOfRows }),
        peers.find("filetop", filetopWords, { eventsPerStep: 2, sums: callsOfTable }),
      ),
    },
  ];
}

/** The names of the two subjects of a storm that are held against each other, ours first. */
export function rivalNames({ rivals: { words, peer } }) {
  return [ours(words).name, peer];
}

function byPlans(probe, plans, more) {
  return plans.map((plan) => ours(`${probe} --plan ${plan}`, more));
}
