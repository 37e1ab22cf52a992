#pragma once

#include <string>

#include "btf.h"

namespace probekit {

/**
 * A type as C writes it, without qualifiers and type tags: `struct dentry *`, `char **`,
 * `size_t`, `int (*)(struct inode *, int)`. Typedefs keep their name. Integers have their short
 * spelling (`unsigned long`), whichever compiler wrote the table.
 */
std::string SpellType(const Btf& btf, std::uint32_t id);

}  // namespace probekit
