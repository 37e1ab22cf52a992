/** Does every action, whatever becomes of the others, and gives what they threw. */
export function attemptAll(actions: Iterable<() => void>): unknown[] {
  const errors: unknown[] = [];
  for (const action of actions) {
    try {
      action();
    } catch (error) {
      errors.push(error);
    }
  }
  return errors;
}
