// Compiles the object that `probe doctor` tries features with.
import { mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { compileBpf } from "@probekit/core/build";

const inPackage = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));

mkdirSync(inPackage("dist"), { recursive: true });
compileBpf(inPackage("bpf/features.bpf.c"), inPackage("dist/features.bpf.o"));
