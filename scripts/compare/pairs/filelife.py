"""Makes and deletes files below argv[1]; prints what is true of them, as JSON."""
import json
import os
import sys
import time

folder = sys.argv[1]
os.chdir(folder)


def name_process(name):
    with open("/proc/self/comm", "w") as comm:
        comm.write(name)


def create(name):
    os.close(os.open(name, os.O_CREAT | os.O_WRONLY, 0o600))


def as_child(name, action):
    """Runs an action in a process of that name, and returns its id."""
    pid = os.fork()
    if pid == 0:
        name_process(name)
        action()
        os._exit(0)
    os.waitpid(pid, 0)
    return pid


def now_ms():
    return time.monotonic() * 1000


opening = now_ms()
creator = as_child("creator", lambda: create("plain"))
created = now_ms()
time.sleep(0.3)
unlinking = now_ms()
deleter = as_child("deleter", lambda: os.unlink("plain"))
age = [unlinking - created, now_ms() - opening]

ages = {}


def lives(name, begin, end):
    """A file that lives for a while, and how long at least and at most."""
    opening = now_ms()
    begun = begin()
    created = now_ms()
    time.sleep(0.1)
    unlinking = now_ms()
    end(begun)
    ages[name] = [unlinking - created, now_ms() - opening]


def remove_over(_):
    create("winner")
    os.rename("winner", "victim")


def remove_links(_):
    os.link("link-1", "link-2")
    os.unlink("link-1")
    os.unlink("link-2")


def remove_renamed(_):
    os.rename("original", "renamed")
    os.unlink("renamed")


lives("renamed", lambda: create("original"), remove_renamed)
lives("victim", lambda: create("victim"), remove_over)
lives("directory", lambda: os.mkdir("directory"), lambda _: os.rmdir("directory"))
lives("symlink", lambda: os.symlink("nowhere", "symlink"), lambda _: os.unlink("symlink"))
lives("fifo", lambda: os.mkfifo("fifo"), lambda _: os.unlink("fifo"))
lives("link-2", lambda: create("link-1"), remove_links)

# A file without a name is called by its inode's number.
inode = None


def create_nameless():
    global inode
    fd = os.open(".", os.O_TMPFILE | os.O_RDWR, 0o600)
    inode = "#%d" % os.fstat(fd).st_ino
    return fd


lives("nameless", create_nameless, os.close)
ages[inode] = ages.pop("nameless")

for index in range(200):
    create("burst-%d" % index)
    os.unlink("burst-%d" % index)

for index in range(10000):
    create("many-%d" % index)
lives("after-many", lambda: create("after-many"), lambda _: os.unlink("after-many"))

ages["plain"] = age
plain = {"pid": deleter, "creator": creator}
print(json.dumps({"folder": folder, "plain": plain, "ages": ages, "nameless": inode}))
