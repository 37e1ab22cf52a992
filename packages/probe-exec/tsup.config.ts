export { default } from "../../tsup.probe.js";
