#pragma once

#include "btf.h"

namespace probekit {

/**
 * Writes as much of the kernel's type information as relocating an object takes: the types that
 * the object has, by name, and what lies within them. For each of its own types libbpf goes
 * through all that it is given, and the kernel has some 130,000.
 *
 * @return false, with `errno` set, if there is no memory.
 */
bool WriteLeanBtf(const Btf& kernel, const Btf& object, int fd);

}  // namespace probekit
