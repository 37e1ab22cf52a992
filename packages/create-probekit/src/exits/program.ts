import type { Names } from "../parts.js";

/** The beginning of each of these programs. */
export function programHead({ name }: Names, about: string, declarations: string): string {
  return `// SPDX-License-Identifier: Apache-2.0
/* ${about} */
#include <probekit/probe.bpf.h>
#include "${name}.h"

${declarations}
/* What the session sets before it loads this; the verifier removes what is switched off. */
const volatile bool failed_only = false;

/*
 * Fields of the kernel's task_struct that probekit's header does not have. They are found by
 * name in the kernel that runs; the name of the struct ends at ___.
 */
struct task_struct___exit {
	int exit_code;
	__u64 start_boottime;
} __attribute__((preserve_access_index));

static __always_inline __u64 lived_ns(void)
{
	struct task_struct___exit *task = (void *)probe_current();

	return bpf_ktime_get_boot_ns() - BPF_CORE_READ(task, start_boottime);
}

/* Threads end one by one; the first one, which has the process's number, stands for all. */
static __always_inline bool is_first_thread(void)
{
	__u64 pid_tgid = bpf_get_current_pid_tgid();

	return pid_tgid >> 32 == (__u32)pid_tgid;
}
`;
}

export const optionsCode = `  options: z.object({
    failedOnly: z.boolean().default(false).describe("leave out processes that ended with status 0"),
  }),
  constants: ({ failedOnly }) => ({ failed_only: failedOnly }),
`;

export const optionsDescription = `## Options

| option | type | default |  |
| --- | --- | --- | --- |
| \`failedOnly\` | boolean | \`false\` | leave out processes that ended with status 0 |
`;
