/** What the process ends with, beside a traced command's own status. */
export const exitStatus = { ok: 0, failed: 1, usage: 2, notExecutable: 126, notFound: 127 } as const;

/** An error of the CLI itself: one line for the user, and the status to end with. */
export class CliError extends Error {
  override readonly name = "CliError";
  readonly status: number;

  constructor(message: string, status: number = exitStatus.failed, options?: ErrorOptions) {
    super(message, options);
    this.status = status;
  }
}

/** The command line asks for something that cannot be. */
export const usageError = (message: string): CliError => new CliError(message, exitStatus.usage);
