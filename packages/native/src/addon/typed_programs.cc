#include "typed_programs.h"

#include <bpf/bpf.h>

#include <algorithm>
#include <cerrno>
#include <climits>
#include <iterator>
#include <memory>
#include <string_view>

#include "elf_sections.h"
#include "kernel_btf.h"

namespace probekit {

struct TypedKind {
  /** How its sections begin. */
  std::string_view prefix;
  enum bpf_attach_type attach_type;
  /** What the kernel's type of a target is called, before the target's own name. */
  const char* type_prefix;
  std::uint32_t type_kind;

  std::string_view Hidden() const { return prefix.substr(1); }
};

namespace {

constexpr TypedKind kKinds[] = {
    {"tp_btf/", BPF_TRACE_RAW_TP, "btf_trace_", BTF_KIND_TYPEDEF},
    {"fentry/", BPF_TRACE_FENTRY, "", BTF_KIND_FUNC},
    {"fexit/", BPF_TRACE_FEXIT, "", BTF_KIND_FUNC},
};

bool BeginsWith(std::string_view text, std::string_view prefix) {
  return text.substr(0, prefix.size()) == prefix;
}

bool IsTyped(std::string_view section) {
  return std::any_of(std::begin(kKinds), std::end(kKinds),
                     [&](const TypedKind& kind) { return BeginsWith(section, kind.prefix); });
}

/** `nullptr` for a section that has no such name. */
const TypedKind* HiddenKind(std::string_view section) {
  const auto* kind = std::find_if(std::begin(kKinds), std::end(kKinds), [&](const TypedKind& kind) {
    return BeginsWith(section, kind.Hidden());
  });
  return kind == std::end(kKinds) ? nullptr : kind;
}

// Anything but 0 says that the target is in another program, which is not looked for until the
// load, and then not by libbpf.
constexpr int kAnotherProgram = INT_MAX;

// SAFETY: set for the time of one call of libbpf's, which comes back here on the same thread.
thread_local const TypedPrograms* loading = nullptr;

int PrepareLoad(struct bpf_program* program, struct bpf_prog_load_opts* options, long) {
  const std::uint32_t id = loading == nullptr ? 0 : loading->TargetId(program);
  if (id == 0) return 0;
  options->attach_prog_fd = 0;
  options->attach_btf_obj_fd = 0;
  options->attach_btf_id = id;
  return 0;
}

int Attach(const struct bpf_program* program, long, struct bpf_link** link) {
  *link = nullptr;
  // Somebody else's: none is attached, as without a handler.
  if (HiddenKind(bpf_program__section_name(program)) == nullptr) return 0;
  *link = bpf_program__attach_trace(program);
  return *link == nullptr ? -errno : 0;
}

/** From 1.6 on there is no need; 1.2.0 and 1.2.1 forget a program's handler when it gets a type. */
bool NeedsHandler() {
  const std::uint32_t minor = libbpf_minor_version();
  return libbpf_major_version() == 1 && minor < 6 && minor != 2;
}

/**
 * There is one handler for sections that libbpf does not know, in the whole process: a second one
 * is refused, be it of another copy of this addon. Programs of others in such sections remain
 * without a type until they are given one, and are not attached by themselves; only
 * `libbpf_prog_type_by_name` has another answer for them. libbpf does not lock its handlers, but
 * this addon is the only one known to register any.
 */
bool RegisterHandler() {
  LIBBPF_OPTS(libbpf_prog_handler_opts, options, .prog_prepare_load_fn = PrepareLoad,
              .prog_attach_fn = Attach);
  return libbpf_register_prog_handler(nullptr, BPF_PROG_TYPE_UNSPEC,
                                      static_cast<enum bpf_attach_type>(0), &options) >= 0;
}

}  // namespace

void TypedPrograms::Hide(std::string* image) {
  static const bool is_ours = NeedsHandler() && RegisterHandler();
  if (is_ours) hidden_ = ShortenSectionNames(image, IsTyped);
}

void TypedPrograms::Collect(struct bpf_object* object) {
  struct bpf_program* program = nullptr;
  bpf_object__for_each_program(program, object) {
    const std::string section = bpf_program__section_name(program);
    if (std::find(hidden_.begin(), hidden_.end(), section) == hidden_.end()) continue;
    const TypedKind* kind = HiddenKind(section);
    bpf_program__set_type(program, BPF_PROG_TYPE_TRACING);
    bpf_program__set_expected_attach_type(program, kind->attach_type);
    programs_.push_back({program, kind, false, 0});
  }
}

std::string TypedPrograms::Section(const struct bpf_program* program) const {
  const std::string section = bpf_program__section_name(program);
  const Typed* typed = Find(program);
  return typed == nullptr ? section : typed->kind->prefix.front() + section;
}

int TypedPrograms::SetTarget(struct bpf_program* program, const std::string& target) {
  Typed* typed = Find(program);
  if (typed == nullptr) return bpf_program__set_attach_target(program, 0, target.c_str());
  const std::shared_ptr<Btf> kernel = KernelBtf();
  const std::uint32_t id =
      kernel == nullptr ? 0
                        : kernel->Find(typed->kind->type_prefix + target, typed->kind->type_kind);
  // What is not among the kernel's own types may be a module's.
  const int result = id == 0 ? bpf_program__set_attach_target(program, 0, target.c_str())
                             : bpf_program__set_attach_target(program, kAnotherProgram, nullptr);
  if (result != 0) return result;
  typed->has_target = true;
  typed->target_id = id;
  return 0;
}

int TypedPrograms::SetTargets(std::string* reason) {
  for (const Typed& typed : programs_) {
    if (typed.has_target || !bpf_program__autoload(typed.program)) continue;
    const std::string target = Section(typed.program).substr(typed.kind->prefix.size());
    const int result = SetTarget(typed.program, target);
    if (result == 0) continue;
    if (result == -ESRCH && KernelBtf() != nullptr) {
      *reason = std::string(bpf_program__name(typed.program)) + ": this kernel has no " + target;
    }
    return result;
  }
  return 0;
}

TypedPrograms::Loading::Loading(const TypedPrograms& programs) { loading = &programs; }

TypedPrograms::Loading::~Loading() { loading = nullptr; }

std::uint32_t TypedPrograms::TargetId(const struct bpf_program* program) const {
  const Typed* typed = Find(program);
  return typed == nullptr ? 0 : typed->target_id;
}

TypedPrograms::Typed* TypedPrograms::Find(const struct bpf_program* program) {
  const auto entry = std::find_if(programs_.begin(), programs_.end(),
                                  [&](const Typed& typed) { return typed.program == program; });
  return entry == programs_.end() ? nullptr : &*entry;
}

const TypedPrograms::Typed* TypedPrograms::Find(const struct bpf_program* program) const {
  return const_cast<TypedPrograms*>(this)->Find(program);
}

}  // namespace probekit
