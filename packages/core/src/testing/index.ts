export { checkContract } from "../build/check.js";
