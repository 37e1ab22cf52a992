// What the figures were measured on.
import os from "node:os";

export function machineFacts() {
  return {
    cpu: os.cpus()[0].model,
    cores: os.cpus().length,
    memoryGiB: Math.round(os.totalmem() / 2 ** 30),
    kernel: os.release(),
    node: process.version,
    niceness: os.getPriority(),
    loadAverage: os.loadavg()[0].toFixed(1),
    date: new Date().toISOString().slice(0, 10),
  };
}
