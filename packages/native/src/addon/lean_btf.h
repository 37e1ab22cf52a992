#pragma once

#include <vector>

#include "btf.h"

namespace probekit {

/**
 * As much of the kernel's type information as relocating an object takes, unless it is about types
 * as such (`RelocatesToWholeTypes`): the types that the object
 * has, by name, and what lies within them. For each of its own types libbpf goes through all that
 * it is given, and the kernel has some 130,000.
 *
 * @return a table with a header, as in a file
 */
std::vector<char> LeanBtf(const Btf& kernel, const Btf& object);

}  // namespace probekit
