// Puts the built addon where node-gyp-build finds it in an installed package: users need no compiler.
// N-API, so that one is for all versions of Node; linked with glibc's loader, so not for musl.
import { execFileSync } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, rmSync } from "node:fs";
import { fileURLToPath } from "node:url";

const inPackage = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));

const built = inPackage("build/Release/native.node");
const folder = inPackage(`prebuilds/${process.platform}-${process.arch}`);
const prebuilt = `${folder}/native.napi.glibc.node`;

if (!existsSync(built)) throw new Error(`${built} is not there: build the addon first`);
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
copyFileSync(built, prebuilt);
execFileSync("strip", ["--strip-unneeded", prebuilt]);
