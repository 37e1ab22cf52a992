export type { PartialRequest } from "./ask.js";
export { type Choices, choose, type Hook, hooks, type Output, outputs } from "./choices.js";
export { type CreateRequest, createPackage } from "./create.js";
export { generate } from "./generate.js";
export { InvalidChoice } from "./invalid-choice.js";
export { startPackage } from "./start.js";
