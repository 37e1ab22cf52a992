export { buildProbe } from "./build-probe.js";
export { checkContract } from "./check.js";
export { CompileError, type Compiler, compileBpf, findCompiler } from "./compiler.js";
