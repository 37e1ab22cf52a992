import type { Names, Parts } from "../parts.js";
import { packageJson } from "./package-json.js";
import { readme } from "./readme.js";
import { kit, native } from "./shared.js";

/** All files of the package, by path. */
export function packageFiles(names: Names, parts: Parts, version: string): Record<string, string> {
  const { name } = names;
  return {
    "package.json": packageJson(names, parts.summary, version),
    "tsconfig.json": tsconfig,
    ".gitignore": ignored,
    "README.md": readme(names, parts),
    [`bpf/${name}.h`]: parts.header,
    [`bpf/${name}.bpf.c`]: parts.program,
    "src/probe.ts": parts.contract,
    "test/contract.test.ts": contractTest,
    "test/kernel.test.ts": parts.kernelTest,
  };
}

const tsconfig = `{
  "compilerOptions": {
    "target": "es2023",
    "module": "nodenext",
    "types": ["node"],
    "strict": true,
    "declaration": true,
    "rootDir": "src",
    "outDir": "dist"
  },
  "include": ["src"]
}
`;

const ignored = `node_modules/
dist/
*.o
probe.json
.probe-dev-*/
`;

const contractTest = `import { probeContract } from "${kit}";
import * as kernel from "${native}";
import probe from "../src/probe.js";

probeContract(probe, { kernel, readme: new URL("../README.md", import.meta.url) });
`;
