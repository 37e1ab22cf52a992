const passedOn = ["PATH", "HOME", "LANG", "TZ"];

/** The environment of a guest's programs, which are this machine's. */
export function guestEnvironment() {
  const inherited = passedOn.map((name) => [name, process.env[name]]).filter(([, value]) => value);
  return { ...Object.fromEntries(inherited), NO_COLOR: "1" };
}
