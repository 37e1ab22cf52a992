import { Option } from "commander";

/** `--output`, the same for every command that has it. The first format is the default. */
export function outputOption(formats: readonly [string, ...string[]]): Option {
  return new Option("-o, --output <format>", "how to print").choices(formats).default(formats[0]);
}
