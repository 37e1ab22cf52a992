/** The oldest Node that everything here runs on, as `engines` in package.json has it. */
const oldest = [20, 19];

/** Throws unless the running Node is new enough. */
export function ensureNode(version = process.versions.node) {
  const [major, minor] = version.split(".").map(Number);
  if (major > oldest[0] || (major === oldest[0] && minor >= oldest[1])) return;
  throw new Error(`Node ${oldest.join(".")} or newer is needed; this is ${version} (${process.execPath})`);
}
