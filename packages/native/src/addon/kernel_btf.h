#pragma once

#include <memory>

#include "btf.h"

namespace probekit {

/**
 * The running kernel's type information, without that of modules, kept until `ForgetKernelBtf`.
 *
 * @return empty with `errno` set when the kernel has none.
 */
std::shared_ptr<Btf> KernelBtf();

/** The same as the kernel has it, read anew. @return empty with `errno` set as above */
BtfBytes KernelBtfBytes();

/** Those who still use it keep it. */
void ForgetKernelBtf();

/** Where the kernel has it, if it is built as is usual. */
inline constexpr const char* kKernelBtfPath = "/sys/kernel/btf/vmlinux";

}  // namespace probekit
