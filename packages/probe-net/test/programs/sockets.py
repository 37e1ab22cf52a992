"""What the scripts of the kernel tests share: `from sockets import *`."""
import ctypes
import errno
import json
import os
import select
import signal
import socket
import struct
import subprocess
import sys
import threading
import time


def family_of(host):
    return socket.AF_INET6 if ":" in host else socket.AF_INET


def tcp(host):
    return socket.socket(family_of(host), socket.SOCK_STREAM)


def udp(host):
    return socket.socket(family_of(host), socket.SOCK_DGRAM)


def listener(host, backlog=128):
    sock = tcp(host)
    sock.bind((host, 0))
    sock.listen(backlog)
    return sock


def port_of(sock):
    return sock.getsockname()[1]


def unused_port(host):
    """A port on which no one listens."""
    with tcp(host) as sock:
        sock.bind((host, 0))
        return port_of(sock)


def pair(host):
    """A connection: the end that has connected, the one that has accepted."""
    with listener(host) as sock:
        client = tcp(host)
        client.connect((host, port_of(sock)))
        return client, sock.accept()[0]


def read_all(sock, chunk=1 << 16):
    count = 0
    while data := sock.recv(chunk):
        count += len(data)
    return count


def until(condition):
    deadline = time.monotonic() + 30
    while not condition():
        if time.monotonic() > deadline:
            raise TimeoutError
        time.sleep(0.001)


# The kernel's numbers (include/net/tcp_states.h).
ESTABLISHED, SYN_SENT, FIN_WAIT1, CLOSE, LAST_ACK, CLOSING = 1, 2, 4, 7, 9, 11


def state_of(sock):
    return sock.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, 1)[0]


def states_in(network, address="", port=None):
    """The states of all sockets whose own address ends so, in hex as the kernel writes it."""
    with open(f"/proc/net/{network}") as file:
        rows = [line.split() for line in file.readlines()[1:]]
    ends = [(row[1].split(":"), int(row[3], 16)) for row in rows]
    return [state for end, state in ends if end[0].endswith(address) and port in (None, int(end[1], 16))]


def settle():
    """Waits until what is closed on loopback has been answered, so that nothing is told later."""
    going = {FIN_WAIT1, LAST_ACK, CLOSING}
    for network, address in ("tcp", "0100007F"), ("tcp6", "0100007F"), ("tcp6", "01000000"):
        until(lambda: not going.intersection(states_in(network, address)))


def abort_on_close(sock):
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def error_of(action):
    try:
        action()
    except OSError as error:
        return errno.errorcode[error.errno]


def tid():
    return threading.get_native_id()


def sleeps(tid):
    with open(f"/proc/{tid}/stat") as file:
        return file.read().rsplit(")")[1].split()[0] == "S"


def say(**facts):
    print(json.dumps(facts), flush=True)


def in_new_network():
    """
    Moves this process to a network of its own, where 10.1.0.1 and ::1 are its own addresses and
    packets to any other of 10.1.0.0/16 get lost: they come back in by lo, which is no router.
    """
    if ctypes.CDLL(None, use_errno=True).unshare(0x40000000):  # CLONE_NEWNET
        raise OSError(ctypes.get_errno(), "unshare")
    run("ip link set lo up", "ip addr add 10.1.0.1/32 dev lo", "ip route add 10.1.0.0/16 dev lo src 10.1.0.1")


def run(*commands):
    for command in commands:
        subprocess.run(command.split(), check=True)


def set_ipv4(name, value):
    with open(f"/proc/sys/net/ipv4/{name}", "w") as file:
        file.write(str(value))
