/** The BPF objects of this package. This file sits as deep in `src` as its bundle does in `dist`. */
export const sessionObject = new URL("../bpf/session.bpf.o", import.meta.url);

/** A program that says of this process what `/proc` does not. */
export const ownProcessObject = new URL("../bpf/own-process.bpf.o", import.meta.url);

/** What probes' `#include <probekit/…>` refers to. */
export const includeDirectory = new URL("../include/", import.meta.url);
