export { checkContract } from "../build/check.js";
export { bpfDescriptors } from "./bpf-descriptors.js";
export { type Collected, collect } from "./collect.js";
export { planRefusal, plansUnderTest } from "./plans.js";
export { describeForReadme } from "./readme.js";
export { scaled } from "./scale.js";
