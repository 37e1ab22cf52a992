/**
 * Measures all subjects in each round, each round beginning with another one: what one leaves behind
 * (a warm cache, a grace period, heat) is not always to the same other one's account.
 *
 * @returns results by subject, in the order of the rounds
 */
export async function alternate(subjects, rounds, measure) {
  const results = new Map(subjects.map((subject) => [subject, []]));
  for (let round = 0; round < rounds; round++) {
    for (let turn = 0; turn < subjects.length; turn++) {
      const subject = subjects[(round + turn) % subjects.length];
      results.get(subject).push(await measure(subject, round));
    }
  }
  return results;
}
