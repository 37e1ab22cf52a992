#include "elf_sections.h"

#include <bpf/btf.h>
#include <elf.h>

#include <cstddef>
#include <cstdint>
#include <cstring>

namespace probekit {
namespace {

/** A range of the file, or of what it says of itself. */
struct Range {
  std::uint64_t begin = 0;
  std::uint64_t size = 0;
};

/** Where a part of `.BTF.ext` is, from the header's end on. */
struct BtfExtPart {
  std::uint32_t offset;
  std::uint32_t size;
};

/** How `.BTF.ext` begins (libbpf's `struct btf_ext_header`). Older ones have fewer parts. */
struct BtfExtHeader {
  std::uint16_t magic;
  std::uint8_t version;
  std::uint8_t flags;
  std::uint32_t header_bytes;
  BtfExtPart functions;
  BtfExtPart lines;
  BtfExtPart relocations;
};

/** What a part of `.BTF.ext` has of one section; records follow. */
struct BtfExtSection {
  std::uint32_t name;
  std::uint32_t count;
};

/** `struct bpf_core_relo` of the kernel's include/uapi/linux/bpf.h. */
struct Relocation {
  std::uint32_t instruction;
  std::uint32_t type;
  std::uint32_t access;
  std::uint32_t kind;
};

// `enum bpf_core_relo_kind`, there too.
constexpr std::uint32_t kTypeIdTarget = 7;
constexpr std::uint32_t kTypeExists = 8;
constexpr std::uint32_t kTypeMatches = 12;

/** An object file, whose bytes may be anything. Nothing in them has to be aligned. */
class Image {
 public:
  explicit Image(std::string* bytes) : bytes_(*bytes) {}

  /** @return false for what this does not know, or that is damaged */
  bool FindSections() {
    constexpr unsigned char kNative = __BYTE_ORDER == __LITTLE_ENDIAN ? ELFDATA2LSB : ELFDATA2MSB;
    Elf64_Shdr names = {};
    if (!Read(0, &header_) || std::memcmp(header_.e_ident, ELFMAG, SELFMAG) != 0 ||
        header_.e_ident[EI_CLASS] != ELFCLASS64 || header_.e_ident[EI_DATA] != kNative ||
        header_.e_shentsize != sizeof names || header_.e_shstrndx >= header_.e_shnum ||
        !Read(Place(header_.e_shstrndx), &names)) {
      return false;
    }
    names_ = {names.sh_offset, names.sh_size};
    return EachSection([this](std::uint64_t, const Elf64_Shdr& section, std::string_view name) {
      if (name == ".BTF") btf_ = {section.sh_offset, section.sh_size};
      if (name == ".BTF.ext") btf_ext_ = {section.sh_offset, section.sh_size};
      return true;
    });
  }

  bool Shorten(bool (*chosen)(std::string_view), std::vector<std::string>* shortened) {
    const bool done = EachSection([&](std::uint64_t at, Elf64_Shdr section, std::string_view name) {
      if ((section.sh_flags & SHF_EXECINSTR) == 0 || !chosen(name)) return true;
      ++section.sh_name;
      shortened->emplace_back(name.substr(1));
      return Write(at, section);
    });
    return done && EachPart([&](BtfExtPart part, Range strings) {
             return EachIn(part, [&](std::uint64_t at, BtfExtSection section, std::uint32_t) {
               if (!chosen(Text(strings, section.name))) return true;
               ++section.name;
               return Write(at, section);
             });
           });
  }

  bool HasTypeRelocation() const {
    bool found = false;
    BtfExtHeader header = {};
    if (btf_ext_.size == 0 || !ReadBtfExtHeader(&header)) return false;
    EachIn(header.relocations, [&](std::uint64_t at, BtfExtSection section, std::uint32_t size) {
      Relocation relocation = {};
      if (size < sizeof relocation) return false;
      at += sizeof section;
      for (std::uint32_t index = 0; index < section.count; ++index, at += size) {
        if (!Read(at, &relocation)) return false;
        found = found || relocation.kind == kTypeIdTarget || relocation.kind == kTypeExists ||
                relocation.kind == kTypeMatches;
      }
      return true;
    });
    return found;
  }

 private:
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

  std::uint64_t Place(std::uint64_t index) const {
    return header_.e_shoff + index * sizeof(Elf64_Shdr);
  }

  /** Calls `visit` for each section header until it returns false. */
  template <typename Visitor>
  bool EachSection(Visitor visit) const {
    for (std::uint64_t index = 0; index < header_.e_shnum; ++index) {
      Elf64_Shdr section = {};
      if (!Read(Place(index), &section)) return false;
      if (!visit(Place(index), section, Text(names_, section.sh_name))) return false;
    }
    return true;
  }

  /** A part beyond an older header's end has no size. */
  bool ReadBtfExtHeader(BtfExtHeader* header) const {
    if (!Read(btf_ext_.begin, header)) return false;
    if (header->header_bytes < offsetof(BtfExtHeader, relocations)) return false;
    if (header->header_bytes < sizeof *header) header->relocations = {};
    return true;
  }

  /** Calls `visit` for each part of `.BTF.ext`, and with the range of BTF's strings. */
  template <typename Visitor>
  bool EachPart(Visitor visit) const {
    struct btf_header table = {};
    BtfExtHeader header = {};
    if (btf_ext_.size == 0) return true;
    if (!Read(btf_.begin, &table) || !ReadBtfExtHeader(&header)) return false;
    const Range strings = {btf_.begin + table.hdr_len + table.str_off, table.str_len};
    return visit(header.functions, strings) && visit(header.lines, strings) &&
           visit(header.relocations, strings);
  }

  /** Calls `visit` for what a part has of each section; the size of its records comes first. */
  template <typename Visitor>
  bool EachIn(BtfExtPart part, Visitor visit) const {
    BtfExtHeader header = {};
    if (part.size == 0) return true;
    if (!Read(btf_ext_.begin, &header)) return false;
    std::uint64_t at = btf_ext_.begin + header.header_bytes + part.offset;
    const std::uint64_t end = at + part.size;
    std::uint32_t record_bytes = 0;
    if (!Holds({at, part.size}) || !Read(at, &record_bytes)) return false;
    at += sizeof record_bytes;
    while (at < end) {
      BtfExtSection section = {};
      if (!Read(at, &section) || !visit(at, section, record_bytes)) return false;
      at += sizeof section + std::uint64_t{section.count} * record_bytes;
    }
    return true;
  }

  std::string& bytes_;
  Elf64_Ehdr header_ = {};
  Range names_;
  Range btf_;
  Range btf_ext_;
};

}  // namespace

std::vector<std::string> ShortenSectionNames(std::string* image,
                                             bool (*chosen)(std::string_view name)) {
  std::string copy = *image;
  Image changed(&copy);
  std::vector<std::string> shortened;
  if (!changed.FindSections() || !changed.Shorten(chosen, &shortened) || shortened.empty()) {
    return {};
  }
  image->swap(copy);
  return shortened;
}

bool RelocatesToWholeTypes(const std::string& image) {
  std::string copy = image;
  Image looked_at(&copy);
  return looked_at.FindSections() && looked_at.HasTypeRelocation();
}

}  // namespace probekit
