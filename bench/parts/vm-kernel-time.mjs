// As kernel-time.mjs, on a kernel that takes what others' tools attach to.
import { compileLoad } from "../lib/loads.mjs";
import { planStorms } from "../lib/plan-storms.mjs";
import { rule } from "../lib/rule.mjs";
import { ensureVm, runInVm } from "../lib/vm.mjs";
import { demandOf, ruleOf, tablesOf } from "../lib/vm-results.mjs";

export const title = "Time in the kernel, in a virtual machine";

/** Debian 12's own, which its packages of the tools are made for: on later ones some attach and tell of nothing. */
const family = "6.1";

/** They differ by little where time is counted in instructions, and each start of a tracer takes seconds. */
const mostRounds = 2;
const timeoutMs = 10 * 60 * 1000;

const about = `libbpf-tools' filelife and filetop attach kprobes, which not every kernel has. Here they run on
Debian's Linux ${family}, emulated by QEMU, and ours beside them by each plan. The clock of that machine counts
instructions, two nanoseconds for each: what else goes on here is not in the times, nor is what makes one
instruction slower than another. *An event* is a file created and deleted, or one call that reads or writes;
*delivered* is how many of them a tracer has told of. libbpf-tools' filelife tells of names and ours of paths,
unless it is told not to. Plans that no rule is about have one round.`;

export async function measure({ peers, rounds, factor, say }) {
  const storms = planStorms(peers, factor);
  const { vm, reason } = await vmOrReason();
  if (reason) return { about, rules: storms.map((storm) => rule(demandOf(storm), reason)) };
  for (const { load } of storms) compileLoad(load); // what it is compiled with need not be quick in a guest
  const job = { peers: filesOf(storms), rounds: Math.min(rounds, mostRounds), factor };
  say(`booting Linux ${family} (${vm.kernel.version})`);
  const messages = await runInVm(vm, "bench/programs/guest.mjs", job, {
    timeoutMs,
    onOutput: (text) => say(text.trimEnd()),
  });
  const told = storms.map((storm) => ({ ...storm, ...messages.find(isAbout(storm)) }));
  return { about, tables: tablesOf(told), rules: told.map(ruleOf) };
}

/** That there is no QEMU or no kernel to be had is named, as peers are that cannot run; it is no failure. */
async function vmOrReason() {
  try {
    return { vm: await ensureVm(family) };
  } catch (error) {
    return { reason: `no virtual machine: ${error.message.split("\n")[0]}` };
  }
}

/** The guest is to take the same as the host, which has looked for them. */
function filesOf(storms) {
  const others = storms.flatMap(({ subjects }) => subjects).filter(({ own }) => !own);
  return others.map(({ name, command: [file] }) => `${name}=${file}`);
}

const isAbout = (storm) => (message) => message.type === "storm" && message.storm === storm.name;
