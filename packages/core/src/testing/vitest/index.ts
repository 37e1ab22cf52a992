export { type ByteFixturesOptions, byteFixtures } from "./byte-fixtures.js";
export { describePlans } from "./describe-plans.js";
export { failOnLeaks } from "./fail-on-leaks.js";
export { kernelTest } from "./kernel-test.js";
export { type ProbeContractOptions, probeContract } from "./probe-contract.js";
