import { expect } from "vitest";

/** One way in which a connection comes to its end. */
export interface Closing {
  readonly title: string;
  /** With `sys.argv[1]` as its address: makes a connection and ends it. */
  readonly script: string;
  /** What is told: who ended first comes first. */
  readonly ends: readonly object[];
}

export const closings: readonly Closing[] = [
  {
    title: "no bytes are none",
    script: `a, b = pair(sys.argv[1]); a.close(); b.close()`,
    ends: [0, 1].map(() => ({ ending: "closed", errno: null, sentBytes: 0, receivedBytes: 0 })),
  },
  {
    title: "bytes that come after this end has stopped sending are counted, read or not",
    script: `a, b = pair(sys.argv[1]); a.send(b"12345"); a.shutdown(socket.SHUT_WR)
assert read_all(b) == 5
b.send(bytes(3000)); b.close(); until(lambda: state_of(a) == CLOSE); a.close()`,
    ends: [
      { ending: "closed", sentBytes: 5, receivedBytes: 3000 },
      { ending: "closed", sentBytes: 3000, receivedBytes: 5 },
    ],
  },
  {
    title: "a shutdown of both directions is a close",
    script: `a, b = pair(sys.argv[1]); a.send(b"1"); a.shutdown(socket.SHUT_RDWR)
assert read_all(b) == 1
b.shutdown(socket.SHUT_RDWR); settle(); say(open=[a.fileno(), b.fileno()])`,
    ends: [
      { ending: "closed", sentBytes: 1, receivedBytes: 0 },
      { ending: "closed", sentBytes: 0, receivedBytes: 1 },
    ],
  },
  {
    title: "a close that does not linger aborts, and resets the other end",
    script: `a, b = pair(sys.argv[1]); a.send(b"123"); assert b.recv(9, socket.MSG_PEEK) == b"123"
abort_on_close(b); b.send(b"12"); assert a.recv(9, socket.MSG_PEEK) == b"12"; b.close()
assert a.recv(2) == b"12" and error_of(lambda: a.recv(1)) == "ECONNRESET"`,
    ends: [
      { ending: "aborted", errno: null, sentBytes: 2, receivedBytes: 3 },
      { ending: "reset", errno: "ECONNRESET", sentBytes: 3, receivedBytes: 2 },
    ],
  },
  {
    title: "a close with something unread aborts as well",
    script: `a, b = pair(sys.argv[1]); a.send(b"123"); assert b.recv(9, socket.MSG_PEEK) == b"123"; b.close()
assert error_of(lambda: a.recv(1)) == "ECONNRESET"`,
    ends: [
      { ending: "aborted", errno: null, sentBytes: 0, receivedBytes: 3 },
      { ending: "reset", errno: "ECONNRESET", sentBytes: 3, receivedBytes: 0 },
    ],
  },
  {
    title: "a reset that answers this end's bytes after the other's close is one",
    script: `a, b = pair(sys.argv[1]); b.close(); assert a.recv(1) == b""
a.send(b"123"); until(lambda: state_of(a) == CLOSE)
assert error_of(lambda: a.send(b"4")) == "EPIPE"`,
    ends: [
      { ending: expect.stringMatching(/closed|reset/), sentBytes: 0, receivedBytes: 0 },
      { ending: "reset", errno: "EPIPE", sentBytes: 3, receivedBytes: 0 },
    ],
  },
];
