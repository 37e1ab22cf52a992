import filelife from "./filelife.mjs";
import filetop from "./filetop.mjs";
import sync from "./sync.mjs";
import tcpconnect from "./tcpconnect.mjs";
import tcplife from "./tcplife.mjs";

/**
 * What is compared. A pair has a `name`, a `title`, perhaps a `note`, a `workload` whose truth it prints as JSON,
 * `tools` whose output it makes into rows of one form, and `facts` of the workload, each with what
 * is `expected` and what rows have `reported` of it.
 */
export const pairs = [filelife, filetop, sync, tcpconnect, tcplife];
