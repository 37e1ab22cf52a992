import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { compileBpf } from "@probekit/core/build";
import { createPackage, type Hook, hooks, type Output, outputs } from "../../src/index.js";
import { linkPackages, run, succeed } from "./workspace.js";

export interface Combination {
  readonly name: string;
  readonly output: Output;
  readonly hook: Hook;
  readonly folder: string;
}

/** Every combination as a package, all with the workspace's packages in their `node_modules`. */
export class Combinations {
  readonly folder = mkdtempSync(path.join(os.tmpdir(), "create-probekit-"));
  readonly all: readonly Combination[];

  constructor() {
    linkPackages(this.folder);
    this.all = outputs.flatMap((output) =>
      hooks.map((hook) => {
        const name = `${output}-by-${hook.replace("_", "-")}`;
        const folder = createPackage({ name, output, hook, folder: path.join(this.folder, name) });
        return { name, output, hook, folder };
      }),
    );
  }

  compile(): void {
    for (const { name, folder } of this.all)
      compileBpf(path.join(folder, `bpf/${name}.bpf.c`), path.join(folder, `bpf/${name}.bpf.o`));
  }

  /** Checks the types of sources and tests, as the packages' own tsconfig.json has it, in one go. */
  async checkTypes(): Promise<void> {
    const [first] = this.all;
    const { compilerOptions } = JSON.parse(
      readFileSync(path.join(first?.folder ?? "", "tsconfig.json"), "utf8"),
    );
    const { rootDir: _, outDir: __, declaration: ___, ...options } = compilerOptions;
    const config = {
      compilerOptions: {
        ...options,
        noEmit: true,
        skipLibCheck: true,
        customConditions: ["@probekit/source"],
      },
      include: ["*/src", "*/test"],
    };
    writeFileSync(path.join(this.folder, "tsconfig.json"), JSON.stringify(config));
    await succeed("tsc", ["-p", this.folder], this.folder);
  }

  /** Runs test files of all packages. @returns the state of each test: `passed`, `failed`, `skipped` */
  async runTests(
    file: string,
  ): Promise<{ readonly name: string; readonly test: string; readonly state: string }[]> {
    const conditions = ["@probekit/source", "module", "node", "development|production"];
    const config = {
      resolve: { conditions },
      ssr: { resolve: { conditions } },
      test: { include: [`*/test/${file}`], fileParallelism: false, isolate: false, testTimeout: 60_000 },
    };
    writeFileSync(path.join(this.folder, "vitest.config.mjs"), `export default ${JSON.stringify(config)};\n`);
    const report = path.join(this.folder, `${file}.json`);
    await run("vitest", ["run", "--reporter=json", `--outputFile=${report}`], this.folder);
    const { testResults } = JSON.parse(readFileSync(report, "utf8"));
    return testResults.flatMap(
      (result: { name: string; assertionResults: { title: string; status: string }[] }) =>
        result.assertionResults.map(({ title, status }) => ({
          name: path.relative(this.folder, result.name).split(path.sep)[0] ?? "",
          test: title,
          state: status,
        })),
    );
  }

  close(): void {
    rmSync(this.folder, { recursive: true });
  }
}
