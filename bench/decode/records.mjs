/** Records as a ring gives them, of `struct sample_opened` in sample.bpf.c. */

/** What one read from the ring brings. */
const batchBytes = 64 * 1024;
/** More than the caches near a core have. */
const batchCount = 64;

const fixedBytes = 104;
const processes = 300;

const comms = (
  "systemd bash sh sshd node postgres nginx redis-server kworker/0:1 containerd dockerd cron python3 java " +
  "chrome tar gcc cc1 ld make git grep find sed awk rsyslogd dbus-daemon kubelet envoy prometheus"
).split(" ");

/** 16 bytes in the mean. */
const paths = (
  "/etc/hosts /etc/passwd /etc/ld.so.cache /proc/stat /proc/1/cmdline /dev/null /dev/urandom /tmp/a " +
  "/tmp/build.log /usr/lib/libc.so.6 /usr/bin/env src/index.ts src/main.c package.json ../include/wire.h " +
  "/var/log/syslog /var/lib/dpkg/status /home/ann/.bashrc /home/ann/notes.txt /srv/www/index.html Makefile " +
  "/run/systemd/notify /sys/fs/cgroup /usr/share/zoneinfo/UTC .git/HEAD .git/index /proc/self/maps " +
  "/var/cache/apt/x.bin /opt/app/config.json data/table.csv"
).split(" ");

export function prepareBatches() {
  const random = randomFrom(1);
  const subjects = Array.from({ length: processes }, () => subject(random));
  const all = [];
  let timeNs = 86_400_000_000_000n;
  let records = 0;
  for (let index = 0; index < batchCount; index++) {
    const batch = Buffer.alloc(batchBytes);
    let at = 0;
    let count = 0;
    for (;;) {
      const path = Buffer.from(paths[random(paths.length)]);
      const bytes = 8 + ((fixedBytes + path.length + 7) & ~7);
      if (at + bytes > batchBytes) break;
      timeNs += BigInt(200 + random(20_000));
      writeRecord(batch.subarray(at, at + bytes), path, timeNs, subjects[random(processes)], random);
      at += bytes;
      count++;
    }
    records += count;
    all.push({ bytes: batch.subarray(0, at), count });
  }
  return new Batches(all, records);
}

class Batches {
  constructor(all, records) {
    this.all = all;
    const bytes = all.reduce((sum, batch) => sum + batch.bytes.length, 0);
    /* Without the length before each. */
    this.meanRecordBytes = bytes / records - 8;
  }

  /** @param use gives the number of events of a batch @returns how many there were */
  forEachUntil(events, use) {
    let done = 0;
    for (let index = 0; done < events; index = (index + 1) % this.all.length)
      done += use(this.all[index].bytes);
    return done;
  }
}

function subject(random) {
  const pid = 1 + random(random(2) ? 4_194_304 : 32_768);
  return {
    pid,
    tid: pid + random(3),
    ppid: 1 + random(4000),
    uid: [0, 0, 33, 1000, 65534][random(5)],
    comm: comms[random(comms.length)],
  };
}

function writeRecord(bytes, path, timeNs, { pid, tid, ppid, uid, comm }, random) {
  bytes.writeUInt32LE(fixedBytes + path.length, 0);
  const record = bytes.subarray(8);
  record.writeBigUInt64LE(timeNs, 0);
  record.writeUInt16LE(1, 8);
  record.writeUInt16LE(1, 10);
  for (const [index, value] of [pid, tid, ppid, uid, uid].entries())
    record.writeUInt32LE(value, 24 + 4 * index);
  record.write(comm, 64);
  record.writeInt32LE(random(8) ? 3 + random(200) : -2, 80);
  record.writeUInt32LE([0, 0o2000000, 0o102, 0o100000][random(4)], 84);
  record.writeBigUInt64LE(BigInt(500 + random(random(10) ? 50_000 : 50_000_000)), 88);
  record.writeUInt32LE(fixedBytes, 96);
  record.writeUInt32LE(path.length, 100);
  path.copy(record, fixedBytes);
}

/** The same numbers each time (mulberry32). */
function randomFrom(seed) {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}
