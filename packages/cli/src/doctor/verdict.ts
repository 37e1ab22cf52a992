/** Whether something works here, and if not, why, in words. */
export interface Verdict {
  readonly name: string;
  readonly works: boolean;
  readonly reason?: string;
}
