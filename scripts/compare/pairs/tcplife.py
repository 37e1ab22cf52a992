"""Sends bytes over connections of this machine; prints what is true of them, as JSON."""
import json
import os
import socket
import struct
import time

SENT = 10_000_000
ANSWERED = 5_000


def receive(connection, size):
    while size > 0:
        size -= len(connection.recv(min(size, 1 << 16)))


def as_child(action):
    pid = os.fork()
    if pid == 0:
        action()
        os._exit(0)
    return pid


def transfer(family, address, sent, answered):
    """One connection, its server in a process of its own: what each end is to have seen."""
    server = socket.socket(family)
    server.bind((address, 0))
    server.listen()
    port = server.getsockname()[1]

    def serve():
        connection, _ = server.accept()
        receive(connection, sent)
        connection.sendall(bytes(answered))
        connection.close()

    child = as_child(serve)
    before = time.monotonic()
    client = socket.socket(family)
    client.connect((address, port))
    after = time.monotonic()
    own = client.getsockname()[1]
    client.sendall(bytes(sent))
    receive(client, answered)
    time.sleep(0.2)
    closing = time.monotonic()
    client.close()
    os.waitpid(child, 0)
    lasted = [(closing - after) * 1000, (time.monotonic() - before) * 1000]
    ours = {"localPort": own, "remotePort": port, "pid": os.getpid(), "sent": sent, "received": answered}
    theirs = {"localPort": port, "remotePort": own, "pid": child, "sent": answered, "received": sent}
    return {**ours, "lastedMs": lasted}, theirs


client, server = transfer(socket.AF_INET, "127.0.0.1", SENT, ANSWERED)
v6, _ = transfer(socket.AF_INET6, "::1", 1_000, 10)

listener = socket.socket()
listener.bind(("127.0.0.1", 0))
listener.listen()
victim = socket.socket()
victim.connect(listener.getsockname())
accepted, _ = listener.accept()
reset = {"localPort": victim.getsockname()[1], "remotePort": listener.getsockname()[1], "pid": os.getpid()}
accepted.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
accepted.close()
time.sleep(0.1)
victim.close()

print(json.dumps({"client": client, "server": server, "v6": v6, "reset": reset}))
