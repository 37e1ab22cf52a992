const statements = [
  // import x from "…", export * from "…"; `type` right after the keyword means nothing is left at run time
  /^\s*(?:import|export)\s+(?<type>type\s+[^"';=]*?)?(?:[^"';=]*?)from\s*"(?<name>[^"]+)"/gm,
  /^\s*import\s+"(?<name>[^"]+)"/gm,
  /\b(?:import|require)\(\s*"(?<name>[^"]+)"/gm,
];

/** The module names in a source file: `{ name, typeOnly }[]`. The code is formatted: double quotes, no tricks. */
export function importsOf(source) {
  const code = withoutComments(source);
  return statements
    .flatMap((statement) => [...code.matchAll(statement)])
    .map(({ groups }) => ({ name: groups.name, typeOnly: groups.type !== undefined }));
}

/** Examples in doc comments import whatever they like. */
function withoutComments(source) {
  return source.replace(/^\s*\/\*[\s\S]*?\*\//gm, "").replace(/^\s*\/\/.*$/gm, "");
}
