import type { Names } from "../parts.js";

/** What an author needs at hand; a user of the probe needs none of it but core. */
const tools = { "@types/node": "^20.19.0", typescript: "^7.0.2", vitest: "^4.1.12" };

export function packageJson({ package: packageName }: Names, summary: string, version: string): string {
  const own = `^${version}`;
  const content = {
    name: packageName,
    version: "0.1.0",
    description: summary,
    license: "Apache-2.0",
    type: "module",
    keywords: ["probekit", "probekit-probe", "ebpf"],
    engines: { node: ">=20.19" },
    exports: {
      ".": { types: "./dist/probe.d.ts", default: "./dist/probe.js" },
      "./probe.json": "./probe.json",
      "./package.json": "./package.json",
    },
    files: ["dist", "bpf", "probe.json"],
    probekit: { probe: "./probe.json" },
    scripts: {
      build: "probe build",
      dev: "probe dev",
      test: "vitest run --exclude '**/kernel.test.ts'",
      "test:kernel": "vitest run test/kernel",
      prepack: "probe build --no-load",
    },
    peerDependencies: { "@probekit/core": own },
    devDependencies: { "@probekit/cli": own, "@probekit/core": own, "@probekit/native": own, ...tools },
  };
  return `${JSON.stringify(content, null, 2)}\n`;
}
