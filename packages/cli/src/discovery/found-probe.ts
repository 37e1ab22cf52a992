import type { ProbeManifest } from "@probekit/core";

/**
 * How a probe came to be known: installed beside the CLI, registered by `probe add`, a dependency
 * of the project that was named, or named by its path.
 */
export type Source = "installed" | "registered" | "project" | "path";

/** A folder that may be a probe package. */
export interface Candidate {
  readonly folder: string;
  readonly source: Source;
}

/** A probe package on this machine, by its manifest. None of its code has run. */
export interface FoundProbe {
  readonly manifest: ProbeManifest;
  readonly source: Source;
  /** The package's folder, with links resolved. */
  readonly folder: string;
  /** The manifest's file. Its paths are relative to where it lies. */
  readonly manifestFile: string;
}

/** A probe package that cannot be used as it is. */
export interface BrokenProbe {
  /** What the manifest calls the probe, or the npm name lets expect. */
  readonly name: string;
  /** Its npm name. */
  readonly package: string;
  readonly source: Source;
  readonly folder: string;
  /** What is wrong, and what to do. */
  readonly problem: string;
}

/** What a package calls its probe on the command line, as far as its npm name tells. */
export function probeNameOf(packageName: string): string {
  return packageName.replace(/^(@probekit\/|(@[^/]+\/)?probekit-)probe-/, "");
}
