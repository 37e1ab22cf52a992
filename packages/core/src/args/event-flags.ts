import { constantName } from "./bits.js";
import { errorNumbers } from "./constants/errno.js";
import { epollFlags, epollOperations } from "./constants/event.js";
import { ioctlCommands } from "./constants/ioctl.js";
import { eventfdFlags } from "./constants/libc.js";
import { flagType, numberType, symbol } from "./symbolic.js";

export const EPOLL_OP = numberType("EPOLL_OP", epollOperations);
export const EPOLL_FLAGS = flagType("EPOLL_FLAGS", { flags: epollFlags });
export const EVENTFD_FLAGS = flagType("EVENTFD_FLAGS", { flags: eventfdFlags });

const errorName = constantName(errorNumbers);

/** An error's number, which is positive: `ENOENT`. */
export const ERRNO = symbol("ERRNO", (number) => errorName(number) ?? String(number));

const commandName = constantName(ioctlCommands);
const directions = ["_IOC_NONE", "_IOC_WRITE", "_IOC_READ", "_IOC_READ|_IOC_WRITE"];

/** `TCGETS`; one without a name by its parts, `_IOC(_IOC_READ, 0x54, 0x30, 0x4)`. */
export function ioctlText(command: number): string {
  const name = commandName(command);
  if (name) return name;
  const parts = [(command >>> 8) & 0xff, command & 0xff, (command >>> 16) & 0x3fff];
  const numbers = parts.map((part) => (part === 0 ? "0" : `0x${part.toString(16)}`));
  return `_IOC(${[directions[command >>> 30], ...numbers].join(", ")})`;
}

export const IOCTL_CMD = symbol("IOCTL_CMD", ioctlText);
