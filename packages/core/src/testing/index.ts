export { checkContract } from "../build/check.js";
export { bpfDescriptors } from "./bpf-descriptors.js";
export { type Collected, collect } from "./collect.js";
export { comparePlans, type DeclaredDifference, type PlanRun } from "./compare-plans.js";
export { type PlanEquality, type PlanEqualityOptions, planEquality } from "./plan-equality.js";
export { planRefusal, plansUnderTest } from "./plans.js";
export { describeForReadme } from "./readme.js";
export { scaled } from "./scale.js";
