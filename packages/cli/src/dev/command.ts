import { escapeText } from "../output/escape.js";
import { say } from "../output/print.js";
import { findCommand, type RunningCommand, startCommand } from "../run/command.js";

/**
 * The command to trace. It is started for each version that is attached; one that is still running
 * then is traced by the new version too, and not started a second time.
 */
export class DevCommand {
  #running: RunningCommand | undefined;

  /** What the next version is to follow. */
  pids(): number[] {
    const pid = this.#running?.running() ? this.#running.pid : undefined;
    return pid === undefined ? [] : [pid];
  }

  /** @throws {CliError} when there is no such command */
  start(words: readonly string[] | undefined): void {
    if (words === undefined || this.#running?.running()) return;
    const command = findCommand(words);
    const running = startCommand(command);
    this.#running = running;
    void running.ended.then((status) => {
      if (status !== 0) say(`probe dev: ${escapeText(command.name)} has ended with status ${status}\n`);
    });
  }

  kill(signal: NodeJS.Signals): void {
    if (this.#running?.running()) this.#running.kill(signal);
  }

  async ended(): Promise<void> {
    await this.#running?.ended;
  }
}
