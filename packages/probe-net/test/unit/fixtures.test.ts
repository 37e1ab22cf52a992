import { byteFixtures } from "@probekit/core/testing/vitest";
import * as kernel from "@probekit/native";
import net from "../../src/probe.js";

byteFixtures(net, {
  kernel,
  file: new URL("fixtures.json", import.meta.url),
  cases: {
    "a connection that is refused": { command: ["bash", "-c", ": < /dev/tcp/127.0.0.1/1"] },
    "a socket that listens, and a connection to it": {
      command: [
        process.execPath,
        "-e",
        `const server = require("net").createServer((socket) => socket.end("hello"));
        server.listen(0, "127.0.0.1", () => {
          const client = require("net").connect(server.address().port, "127.0.0.1");
          client.resume().on("close", () => server.close());
        });`,
      ],
    },
  },
});
