// Archives in cpio's "newc" format, which is what the kernel unpacks as its first root
// (Documentation/driver-api/early-userspace/buffer-format.rst).

const directory = 0o040755;
const executable = 0o100755;
const symlink = 0o120777;

/**
 * @param entries by path without a leading slash: a `Buffer` or string is an executable file,
 *   `{ link }` a symlink, `null` a folder; a folder comes before what is in it
 */
export function cpio(entries) {
  const records = Object.entries(entries).map(([name, content], index) => {
    if (content === null) return record(name, directory, index + 1, Buffer.alloc(0));
    if (Object.hasOwn(content, "link")) return record(name, symlink, index + 1, Buffer.from(content.link));
    return record(name, executable, index + 1, Buffer.from(content));
  });
  return Buffer.concat([...records, record("TRAILER!!!", 0, 0, Buffer.alloc(0))]);
}

function record(name, mode, inode, data) {
  const nameBytes = Buffer.from(`${name}\0`);
  const uid = 0;
  const gid = 0;
  const links = 1;
  const modified = 0;
  const device = [0, 0, 0, 0];
  const checksum = 0;
  const fields = [
    ...[inode, mode, uid, gid, links, modified, data.length],
    ...[...device, nameBytes.length, checksum],
  ];
  const header = `070701${fields.map((field) => field.toString(16).padStart(8, "0")).join("")}`;
  return Buffer.concat([padded(Buffer.concat([Buffer.from(header), nameBytes])), padded(data)]);
}

/** To a multiple of four bytes. */
function padded(bytes) {
  return Buffer.concat([bytes, Buffer.alloc(-bytes.length & 3)]);
}
