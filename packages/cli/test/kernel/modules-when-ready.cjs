// Required before a command: prints which of Node's own modules are loaded when it says that it is ready.
const fs = require("node:fs");

const { writeSync } = fs;

fs.writeSync = (descriptor, bytes, ...rest) => {
  const written = writeSync(descriptor, bytes, ...rest);
  if (String(bytes).startsWith("probe: ready")) {
    const modules = process.moduleLoadList.map((name) => name.replace("NativeModule ", ""));
    writeSync(descriptor, `modules: ${modules.join(",")}\n`);
  }
  return written;
};
