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

create("original")
os.rename("original", "renamed")
os.unlink("renamed")

create("victim")
create("winner")
os.rename("winner", "victim")

os.mkdir("directory")
os.rmdir("directory")

os.symlink("nowhere", "symlink")
os.unlink("symlink")

os.mkfifo("fifo")
os.unlink("fifo")

create("link-1")
os.link("link-1", "link-2")
os.unlink("link-1")
os.unlink("link-2")

# A file without a name is called by its inode's number.
nameless = os.open(".", os.O_TMPFILE | os.O_RDWR, 0o600)
inode = os.fstat(nameless).st_ino
os.close(nameless)

for index in range(200):
    create("burst-%d" % index)
    os.unlink("burst-%d" % index)

for index in range(10000):
    create("many-%d" % index)
create("after-many")
os.unlink("after-many")

plain = {"ageMs": age, "pid": deleter, "creator": creator}
print(json.dumps({"folder": folder, "plain": plain, "nameless": "#%d" % inode}))
