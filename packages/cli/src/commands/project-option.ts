import { Option } from "commander";

/** `--project`, the same for every command that looks for probes. */
export function projectOption(): Option {
  return new Option("--project <folder>", "also find the probes that this folder's package.json asks for");
}
