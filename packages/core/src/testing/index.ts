export { checkContract } from "../build/check.js";
export { bpfDescriptors } from "./bpf-descriptors.js";
export { type Collected, collect } from "./collect.js";
export { comparePlans, type DeclaredDifference, type PlanRun } from "./compare-plans.js";
export { contractProblems } from "./contract-problems.js";
export type { Matching } from "./event-waiter.js";
export type { MemberValue, MemberValues } from "./fake/encode-record.js";
export { FakeKernel, kernelError, type Parser } from "./fake/fake-kernel.js";
export { FakeRing } from "./fake/fake-ring.js";
export { FixtureReader } from "./fixtures/decode.js";
export {
  type Fixture,
  type FixtureCase,
  type RecordedRow,
  readFixture,
  writeFixture,
} from "./fixtures/fixture.js";
export { type LayoutFacts, layoutOf } from "./fixtures/layout.js";
export { type CaseToRecord, recordFixture } from "./fixtures/record.js";
export { type Command, type EndedChild, HeldChild } from "./held-child.js";
export { missingFeature } from "./missing-feature.js";
export { type PlanEquality, type PlanEqualityOptions, planEquality } from "./plan-equality.js";
export { planRefusal, plansUnderTest } from "./plans.js";
export { describeForReadme } from "./readme.js";
export { readmeOf } from "./readme-file.js";
export { type KernelTest, type KernelTestOptions, runKernelTest } from "./run-kernel-test.js";
export { scaled } from "./scale.js";
export { TestPrograms } from "./test-programs.js";
