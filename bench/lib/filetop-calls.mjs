// Calls in what the two filetops print. They tell sums and no events; together these are to have each call once.
import { readFileSync } from "node:fs";

/** For libbpf-tools' filetop: of twenty rows what looks for the canary would have all. */
export const filetopWords = ["--noclear", "--rows", "1000"];

/** Of our rows, as JSON lines. @param mark in the paths that are meant */
export function callsOfRows(file, mark) {
  return linesWith(file, mark)
    .map((line) => JSON.parse(line))
    .reduce((sum, { reads, writes }) => sum + reads + writes, 0);
}

/** Of libbpf-tools' table: `TID COMM READS WRITES R_Kb W_Kb T FILE`; a thread's name may have blanks in it. */
export function callsOfTable(file, mark) {
  return linesWith(file, mark)
    .map((line) => /\s(\d+)\s+(\d+)\s+\d+\s+\d+\s+\S\s+\S+$/.exec(line.trimEnd()) ?? [0, 0, 0])
    .reduce((sum, [, reads, writes]) => sum + Number(reads) + Number(writes), 0);
}

function linesWith(file, mark) {
  return readFileSync(file, "utf8")
    .split("\n")
    .filter((line) => line.includes(mark));
}
