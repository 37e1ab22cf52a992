import assert from "node:assert/strict";

/** What some plans of a probe do not tell, by their own limits, and others do. */
export interface DeclaredDifference<Row> {
  /** What it is, for messages. */
  readonly title: string;
  readonly plans: readonly string[];
  /** A part of the limit that says so, in each of these plans. */
  readonly limit: string;
  /** What these plans tell of an event: the event with less, or `undefined` for nothing. */
  readonly told: (row: Row) => Row | undefined;
}

/** What a workload was seen to do by one plan. */
export interface PlanRun<Row> {
  readonly plan: string;
  readonly limits: readonly string[];
  readonly rows: readonly Row[];
}

/**
 * Holds that plans tell the same of the same workload, but for what they declare; and that
 * what they declare is so: that they do not tell it, and that the workload had it to tell.
 *
 * @returns titles of the differences that could not be shown, since no other plan was there
 * @throws {assert.AssertionError}
 */
export function comparePlans<Row>(
  runs: readonly PlanRun<Row>[],
  differences: readonly DeclaredDifference<Row>[],
): string[] {
  for (const { plan, rows } of runs) assert.ok(rows.length > 0, `plan ${plan} told nothing of the workload`);
  for (const [index, one] of runs.entries()) {
    for (const other of runs.slice(index + 1)) {
      equal(
        less(other.rows, declaredBy(one.plan, differences)),
        less(one.rows, declaredBy(other.plan, differences)),
        `plan ${other.plan} tells something else than plan ${one.plan}`,
      );
    }
  }
  return differences.filter((difference) => !checkDifference(runs, difference)).map(({ title }) => title);
}

/** Whether there was a plan without the difference to show it. */
function checkDifference<Row>(runs: readonly PlanRun<Row>[], difference: DeclaredDifference<Row>): boolean {
  const { title, plans, limit } = difference;
  const declaring = runs.filter(({ plan }) => plans.includes(plan));
  const others = runs.filter(({ plan }) => !plans.includes(plan));
  for (const { plan, limits, rows } of declaring) {
    assert.ok(
      limits.some((text) => text.includes(limit)),
      `${title}: plan ${plan} has no limit with the words "${limit}"`,
    );
    equal(rows, less(rows, [difference]), `${title}: plan ${plan} tells what it declares not to tell`);
  }
  if (declaring.length === 0 || others.length === 0) return false;
  assert.ok(
    others.some(({ rows }) => differs(rows, less(rows, [difference]))),
    `${title}: no plan tells more than ${plans.join(", ")}; the difference is no longer there, or not in the workload`,
  );
  return true;
}

function declaredBy<Row>(plan: string, differences: readonly DeclaredDifference<Row>[]) {
  return differences.filter(({ plans }) => plans.includes(plan));
}

function less<Row>(rows: readonly Row[], differences: readonly DeclaredDifference<Row>[]): Row[] {
  return rows.flatMap((row) => {
    let told: Row | undefined = row;
    for (const difference of differences) if (told !== undefined) told = difference.told(told);
    return told === undefined ? [] : [told];
  });
}

/** With both sides in the error, so that test runners show what differs. */
function equal(actual: unknown, expected: unknown, message: string): void {
  if (!differs(actual, expected)) return;
  throw new assert.AssertionError({ message, actual, expected, operator: "deepStrictEqual" });
}

function differs(actual: unknown, expected: unknown): boolean {
  try {
    assert.deepStrictEqual(actual, expected);
    return false;
  } catch {
    return true;
  }
}
