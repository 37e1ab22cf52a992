#!/usr/bin/env node
await import(process.argv[2] === "run" ? "../dist/run.js" : "../dist/main.js");
