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


def abort_on_close(sock):
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def error_of(action):
    try:
        action()
    except OSError as error:
        return errno.errorcode[error.errno]


def tid():
    return threading.get_native_id()


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
