import type { ProbeManifest } from "@probekit/core";

/** A probe package on this machine, by its manifest. None of its code has run. */
export interface FoundProbe {
  readonly manifest: ProbeManifest;
  /** The package's folder, with links resolved. */
  readonly folder: string;
  /** The manifest's file. Its paths are relative to where it lies. */
  readonly manifestFile: string;
}

/** A probe package that cannot be used as it is. */
export interface BrokenProbe {
  /** Its npm name. */
  readonly package: string;
  readonly folder: string;
  /** What is wrong, and what to do. */
  readonly problem: string;
}

/** What a package calls its probe on the command line, as far as its npm name tells. */
export function probeNameOf(packageName: string): string {
  return packageName.replace(/^(@probekit\/|(@[^/]+\/)?probekit-)probe-/, "");
}
