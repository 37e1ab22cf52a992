import { chmodSync, lchownSync, mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { capture, demand, refusal } from "./command.mjs";

/** Debian's account for what is to own nothing. */
const nobody = 65534;

/**
 * Registering, and what root refuses, with two users. What is registered goes to an /etc that only
 * these commands see.
 */
export async function checkTrust(user, folder) {
  if (process.getuid() !== 0) return "left out: acts as two users";
  /* For the other user to get there. */
  chmodSync(folder, 0o755);
  const options = { env: user.env, cwd: user.work };
  const project = join(user.work, "project");
  mkdirSync(project);
  await capture("npm", ["install", "@probekit/probe-open", "@probekit/probe-exec"], {
    ...options,
    cwd: project,
  });
  const open = join(project, "node_modules", "@probekit", "probe-open");

  await registered(open, options);
  await listedIn(project, options);

  await refusedTwice(join(project, "node_modules", "@probekit", "probe-exec"), project, user, options);

  const asNobody = ["--reuid", nobody, "--regid", nobody, "--clear-groups", "probe"].map(String);
  const denied = await refusal("setpriv", [...asNobody, "add", open], options);
  demand(denied.includes("only root can register probes"), `add as nobody: ${denied}`);

  chownAll(open);
  for (const words of [
    ["add", open],
    ["run", open],
    ["run", "open", "--project", project],
  ]) {
    const said = await refusal("probe", words, options);
    demand(
      said.includes("open: refused with these rights: ") && said.includes(`belongs to user ${nobody}`),
      `probe ${words.join(" ")} of a package of nobody's: ${said}`,
    );
  }
  return "";
}

/** From adding to removing, in one namespace: its /etc is gone with it. */
async function registered(open, options) {
  const script = [
    "mount -t tmpfs none /etc",
    `probe add "${open}"`,
    "probe list --output json",
    "probe run open --count 1 --output json -- touch scratch",
    "probe remove open",
    "probe list --output json",
  ].join(" && ");
  const { stdout } = await capture("unshare", ["--mount", "sh", "-c", script], options);
  const [before, event, after] = stdout.split(/^(\{"probe":"open".*)$/m);
  demand(
    event && before.includes('"registered"'),
    `a registered probe is not listed or does not run:\n${stdout}`,
  );
  demand(!after.includes('"registered"'), `a probe that was removed is still there:\n${stdout}`);
}

async function listedIn(project, options) {
  const { stdout } = await capture("probe", ["list", "--project", project, "--output", "json"], options);
  const found = JSON.parse(stdout).probes.find(({ name }) => name === "open");
  demand(found?.from === "project", `--project does not find open:\n${stdout}`);
}

/** Two probes of one name: both are shown, and neither runs. */
async function refusedTwice(other, project, { modules }, options) {
  const installed = join(modules, "@probekit", "probe-exec");
  for (const words of [
    ["add", other],
    ["run", "exec", "--project", project],
  ]) {
    const said = await refusal("probe", words, options);
    demand(
      said.includes(installed) && said.includes(other),
      `probe ${words.join(" ")} shows not both: ${said}`,
    );
  }
}

function chownAll(folder) {
  lchownSync(folder, nobody, nobody);
  for (const name of readdirSync(folder, { recursive: true })) lchownSync(join(folder, name), nobody, nobody);
}
