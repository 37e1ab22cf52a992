"""Connects to ports of this machine in every way; prints what is true of that, as JSON."""
import json
import os
import select
import socket
import time


def listen(family, address, backlog=8):
    server = socket.socket(family)
    server.bind((address, 0))
    server.listen(backlog)
    return server, {"address": address, "port": server.getsockname()[1]}


def connect(family, place):
    begin = time.monotonic()
    client = socket.socket(family)
    try:
        client.connect((place["address"], place["port"]))
    finally:
        place["tookMs"] = (time.monotonic() - begin) * 1000
    return client


keep = []
server4, v4 = listen(socket.AF_INET, "127.0.0.1")
keep.append(connect(socket.AF_INET, v4))

server6, v6 = listen(socket.AF_INET6, "::1")
keep.append(connect(socket.AF_INET6, v6))

waiting, nonblocking = listen(socket.AF_INET, "127.0.0.1")
client = socket.socket()
client.setblocking(False)
client.connect_ex((nonblocking["address"], nonblocking["port"]))
select.select([], [client], [], 5)

closed, refused = listen(socket.AF_INET, "127.0.0.1")
closed.close()
try:
    connect(socket.AF_INET, refused)
except ConnectionRefusedError:
    pass

# A listener whose queue is full does not answer. Its queue is filled from another place than the one
# that is asked for: a connect to 127.0.0.2 is not one to 127.0.0.1, and the queue is the same.
full = socket.socket()
full.bind(("0.0.0.0", 0))
full.listen(0)
port = full.getsockname()[1]
for _ in range(2):
    filler = socket.socket()
    filler.setblocking(False)
    filler.connect_ex(("127.0.0.2", port))
    keep.append(filler)
timed_out = {"address": "127.0.0.1", "port": port}
late = socket.socket()
late.setsockopt(socket.IPPROTO_TCP, socket.TCP_SYNCNT, 1)
try:
    late.connect((timed_out["address"], port))
    raise SystemExit("a connect that should time out did not")
except TimeoutError:
    pass

truth = {"pid": os.getpid(), "v4": v4, "v6": v6, "nonblocking": nonblocking}
print(json.dumps({**truth, "refused": refused, "timedOut": timed_out}))
