import { defineRun } from "./commands/run.js";
import { addRun, runProgram } from "./program.js";

/*
 * `probe run` alone, which is in a hurry: events that happen before it is ready are not seen. It is bundled into
 * one file, with nothing of the other commands.
 */

await runProgram((program, words, traced) => defineRun(addRun(program), words.slice(1), traced));
