#include "elf_sections.h"

#include <bpf/btf.h>
#include <elf.h>

#include <cstdint>
#include <cstring>
#include <vector>

namespace probekit {
namespace {

/** How `.BTF.ext` begins (libbpf's `struct btf_ext_header`); places are counted from its end. */
struct BtfExtHeader {
  std::uint16_t magic;
  std::uint8_t version;
  std::uint8_t flags;
  std::uint32_t header_bytes;
  /** Of functions, lines and relocations. */
  struct {
    std::uint32_t offset;
    std::uint32_t size;
  } parts[3];
};

/** What a part of `.BTF.ext` has of one section; records follow. */
struct BtfExtSection {
  std::uint32_t name;
  std::uint32_t count;
};

/** A range of the file. */
struct Range {
  std::uint64_t begin = 0;
  std::uint64_t size = 0;
};

/** Bytes that may be anything. Nothing in them has to be aligned. */
class Image {
 public:
  explicit Image(std::string* bytes) : bytes_(*bytes) {}

  template <typename T>
  bool Read(std::uint64_t offset, T* value) const {
    if (!Holds({offset, sizeof *value})) return false;
    std::memcpy(value, bytes_.data() + offset, sizeof *value);
    return true;
  }

  template <typename T>
  bool Write(std::uint64_t offset, const T& value) {
    if (!Holds({offset, sizeof value})) return false;
    std::memcpy(bytes_.data() + offset, &value, sizeof value);
    return true;
  }

  bool Holds(Range range) const {
    return range.begin <= bytes_.size() && range.size <= bytes_.size() - range.begin;
  }

  /** Up to its end or that of the table; empty when it is not in the table. */
  std::string_view Text(Range table, std::uint64_t at) const {
    if (!Holds(table) || at >= table.size) return {};
    const std::string_view rest(bytes_.data() + table.begin + at, table.size - at);
    return rest.substr(0, rest.find('\0'));
  }

 private:
  std::string& bytes_;
};

class Renamer {
 public:
  Renamer(std::string* bytes, bool (*chosen)(std::string_view)) : image_(bytes), chosen_(chosen) {}

  bool Run() {
    if (!ReadHeader()) return false;
    Range types;
    Range more;
    for (std::uint64_t index = 0; index < header_.e_shnum; ++index) {
      const std::uint64_t at = header_.e_shoff + index * sizeof(Elf64_Shdr);
      Elf64_Shdr section = {};
      if (!image_.Read(at, &section)) return false;
      const std::string_view name = image_.Text(names_, section.sh_name);
      if (name == ".BTF") types = {section.sh_offset, section.sh_size};
      if (name == ".BTF.ext") more = {section.sh_offset, section.sh_size};
      if ((section.sh_flags & SHF_EXECINSTR) == 0 || !chosen_(name)) continue;
      ++section.sh_name;
      if (!image_.Write(at, section)) return false;
    }
    return more.size == 0 || RenameInBtf(types, more);
  }

 private:
  bool ReadHeader() {
    constexpr unsigned char kNative = __BYTE_ORDER == __LITTLE_ENDIAN ? ELFDATA2LSB : ELFDATA2MSB;
    Elf64_Shdr names = {};
    if (!image_.Read(0, &header_) || std::memcmp(header_.e_ident, ELFMAG, SELFMAG) != 0 ||
        header_.e_ident[EI_CLASS] != ELFCLASS64 || header_.e_ident[EI_DATA] != kNative ||
        header_.e_shentsize != sizeof names || header_.e_shstrndx >= header_.e_shnum ||
        !image_.Holds({header_.e_shoff, header_.e_shnum * sizeof names}) ||
        !image_.Read(header_.e_shoff + header_.e_shstrndx * sizeof names, &names)) {
      return false;
    }
    names_ = {names.sh_offset, names.sh_size};
    return true;
  }

  bool RenameInBtf(Range types, Range more) {
    struct btf_header table = {};
    BtfExtHeader header = {};
    if (!image_.Read(types.begin, &table) || !image_.Read(more.begin, &header)) return false;
    const Range strings = {types.begin + table.hdr_len + table.str_off, table.str_len};
    for (const auto& [offset, size] : header.parts) {
      if (!RenamePart({more.begin + header.header_bytes + offset, size}, strings)) return false;
    }
    return true;
  }

  /** The size of its records comes first, then the sections. */
  bool RenamePart(Range part, Range strings) {
    if (part.size == 0) return true;
    std::uint32_t record_bytes = 0;
    if (!image_.Holds(part) || !image_.Read(part.begin, &record_bytes)) return false;
    const std::uint64_t end = part.begin + part.size;
    std::uint64_t at = part.begin + sizeof record_bytes;
    while (at < end) {
      BtfExtSection section = {};
      if (!image_.Read(at, &section)) return false;
      const std::uint64_t next = at + sizeof section + std::uint64_t{section.count} * record_bytes;
      if (chosen_(image_.Text(strings, section.name))) {
        ++section.name;
        if (!image_.Write(at, section)) return false;
      }
      at = next;
    }
    return true;
  }

  Image image_;
  bool (*chosen_)(std::string_view);
  Elf64_Ehdr header_ = {};
  Range names_;
};

}  // namespace

bool ShortenSectionNames(std::string* image, bool (*chosen)(std::string_view name)) {
  std::string copy = *image;
  if (!Renamer(&copy, chosen).Run()) return false;
  image->swap(copy);
  return true;
}

}  // namespace probekit
