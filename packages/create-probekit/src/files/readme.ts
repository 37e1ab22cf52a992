import type { Names, Parts } from "../parts.js";

/**
 * The part between the comments is what core's `describeForReadme` makes of the contract; the
 * package's contract test holds it so.
 */
export function readme({ name, package: packageName }: Names, { summary, description }: Parts): string {
  return `# ${packageName}

${summary}. A probe for [probekit](https://www.npmjs.com/package/@probekit/cli).

\`\`\`sh
npm install -g @probekit/cli ${packageName}
sudo probe run ${name}
\`\`\`

<!-- contract: \`npm test -- -u\` writes this part -->

${description}
<!-- /contract -->

## Working on it

\`\`\`sh
npm run build                # compiles both halves, holds them against each other, writes probe.json
npm test                     # what needs no rights
sudo npm run test:kernel     # with the running kernel
sudo npx probe run .
\`\`\`

\`bpf/${name}.bpf.c\` runs in the kernel and writes the structs of \`bpf/${name}.h\`; \`src/probe.ts\` says what
their members mean, and where the program is attached. A field is added in these three.
`;
}
