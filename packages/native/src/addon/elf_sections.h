#pragma once

#include <string>
#include <string_view>

namespace probekit {

/**
 * Takes the first letter off the names of an object file's program sections, in all places that
 * name them: the section headers, and `.BTF.ext`, which has functions, lines and relocations by
 * section.
 *
 * Only numbers are changed, those of the places where names begin.
 *
 * @param chosen `bool(std::string_view name)`: which sections
 * @return false, with `image` as it was, for what is no 64-bit object file of this byte order, or
 * is damaged
 */
bool ShortenSectionNames(std::string* image, bool (*chosen)(std::string_view name));

}  // namespace probekit
