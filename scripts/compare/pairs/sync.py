"""Flushes a file below argv[1] in every way; prints what is true of that, as JSON."""
import ctypes
import json
import mmap
import os
import sys
import time

libc = ctypes.CDLL(None)
file = os.path.join(sys.argv[1], "flushed")
with open("/proc/self/comm", "w") as comm:
    comm.write("syncer")

fd = os.open(file, os.O_CREAT | os.O_RDWR, 0o600)
os.write(fd, bytes(1 << 20))
begin = time.monotonic()
os.fsync(fd)
fsync_ms = (time.monotonic() - begin) * 1000
libc.fsync(-1)

for _ in range(3):
    os.fdatasync(fd)
for _ in range(2):
    os.sync()
libc.syncfs(fd)
libc.sync_file_range(fd, ctypes.c_long(0), ctypes.c_long(4096), 2)
memory = mmap.mmap(fd, 4096)
memory[0] = 1
memory.flush()

counts = {"fsync": 2, "fdatasync": 3, "sync": 2, "syncfs": 1, "sync_file_range": 1, "msync": 1}
print(json.dumps({"pid": os.getpid(), "file": file, "fsyncMs": fsync_ms, "counts": counts}))
