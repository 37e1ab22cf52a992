export { type ByteFixturesOptions, byteFixtures } from "./byte-fixtures.js";
export { type ProbeContractOptions, probeContract } from "./probe-contract.js";
export { kernelTest } from "./kernel-test.js";
