"""Reads and writes files below argv[1] in every way; prints what is true of that, as JSON."""
import ctypes
import json
import os
import subprocess
import sys
import threading

KIB = 1024
MIB = 1024 * KIB
folder = sys.argv[1]
os.chdir(folder)
libc = ctypes.CDLL(None, use_errno=True)


def prepare(name, size):
    """Makes a file without a call that reads or writes it."""
    fd = os.open(name, os.O_CREAT | os.O_RDWR, 0o600)
    os.ftruncate(fd, size)
    return fd


def all_of(call, size):
    """Some calls move less than they were asked to."""
    while size > 0:
        moved = call(size)
        if moved <= 0:
            sys.exit("a call of the workload moved nothing")
        size -= moved


os.close(prepare("dd-in", 640 * KIB))
subprocess.run(["dd", "if=dd-in", "of=dd-out", "bs=64k", "count=10"], check=True, stderr=subprocess.DEVNULL)

short = prepare("short", 4 * KIB)
while os.read(short, 128 * KIB):
    pass

vector = prepare("vector", 0)
os.pwritev(vector, [bytes(256 * KIB)] * 4, 0)
os.preadv(vector, [bytearray(256 * KIB) for _ in range(4)], 0)

source, target = prepare("sendfile-in", MIB), prepare("sendfile-out", 0)
all_of(lambda size: os.sendfile(target, source, None, size), MIB)

source, target = prepare("copy-in", MIB), prepare("copy-out", 0)
all_of(lambda size: os.copy_file_range(source, target, size), MIB)

spliced = prepare("spliced", 64 * KIB)
reader, writer = os.pipe()
all_of(lambda size: libc.splice(spliced, None, writer, None, ctypes.c_size_t(size), 0), 64 * KIB)

for home in ["one", "two"]:
    os.mkdir(home)
    os.read(prepare(home + "/same", 4 * KIB), 4 * KIB)

tid = None


def read_in_thread():
    global tid
    tid = threading.get_native_id()
    os.read(by_thread, 4 * KIB)


by_thread = prepare("by-thread", 4 * KIB)
thread = threading.Thread(target=read_in_thread)
thread.start()
thread.join()

print(json.dumps({"folder": folder, "pid": os.getpid(), "tid": tid}))
