import { afterEach, beforeEach, expect } from "vitest";
import { bpfDescriptors } from "../bpf-descriptors.js";

/** Each test of the file, or of the `describe` around, gives back what it takes of the kernel. */
export function failOnLeaks(): void {
  let before = 0;
  beforeEach(() => {
    before = bpfDescriptors();
  });
  afterEach(() => expect(bpfDescriptors()).toBe(before));
}
