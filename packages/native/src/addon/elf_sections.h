#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace probekit {

/**
 * Takes the first letter off the names of some of an object file's program sections, in all places
 * that name them: the section headers, and `.BTF.ext`, which has functions, lines and relocations
 * by section. Only numbers are changed, those of the places where names begin.
 *
 * @param chosen whether to do so, by a section's name
 * @return the new names; none, with `image` as it was, for what is no 64-bit object file of this
 * byte order, or is damaged
 */
std::vector<std::string> ShortenSectionNames(std::string* image,
                                             bool (*chosen)(std::string_view name));

/**
 * Whether a relocation is about a type as such: whether the kernel has it, its id, whether it is
 * the same. That can depend on everything that the type leads to, behind pointers too.
 */
bool RelocatesToWholeTypes(const std::string& image);

}  // namespace probekit
