const passedOn = ["PATH", "HOME", "LANG", "TZ"];

/** The distribution's own programs come first: shims of version managers are scripts, which take seconds here. */
const systemFolders = ["/usr/sbin", "/usr/bin", "/sbin", "/bin"];

/** The environment of a guest's programs, which are this machine's. */
export function guestEnvironment() {
  const inherited = passedOn.map((name) => [name, process.env[name]]).filter(([, value]) => value);
  const { PATH = "", ...rest } = Object.fromEntries(inherited);
  return { ...rest, PATH: [...systemFolders, PATH].join(":"), NO_COLOR: "1" };
}
