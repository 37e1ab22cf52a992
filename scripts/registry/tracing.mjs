import { capture, demand } from "./command.mjs";

/** What each probe must see of the command below. */
const expectations = {
  exec: ({ argv }) => argv.join(" ") === "touch scratch",
  filelife: ({ path, operation }) => path.endsWith("/scratch") && operation === "unlink",
};

/** The probes are listed, and see what a command does. As root only: others are told that it was left out. */
export async function requireTracing(user, names) {
  const options = { env: user.env, cwd: user.work };
  const { stdout: listed } = await capture("probe", ["list", "--output", "json"], options);
  const { probes, broken } = JSON.parse(listed);
  const found = probes.map(({ name, from }) => `${name} (${from})`).join(", ");
  const expected = names.map((name) => `${name} (installed)`).join(", ");
  demand(found === expected && broken.length === 0, `probe list has ${listed}, expected ${expected}`);

  if (process.getuid() !== 0) return "left out: tracing needs root";
  const command = ["sh", "-c", "touch scratch; rm scratch"];
  const { stdout } = await capture("probe", ["run", ...names, "--output", "json", "--", ...command], options);
  const events = stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  for (const name of names) {
    const seen = events.some(
      (event) => event.probe === name && event.event !== "lost" && expectations[name](event),
    );
    demand(seen, `${name} did not see what ${command.join(" ")} does:\n${stdout}`);
  }
  return `${events.length} events`;
}
