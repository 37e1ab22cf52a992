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

/** `nullptr` for a program that was not hidden. */
const TypedKind* KindOf(const struct bpf_program* program) {
  const std::string_view section = bpf_program__section_name(program);
  const auto* kind = std::find_if(std::begin(kKinds), std::end(kKinds), [&](const TypedKind& kind) {
    return BeginsWith(section, kind.Hidden());
  });
  return kind == std::end(kKinds) ? nullptr : kind;
}

// Anything but 0 says that the target is in another program, which is not looked for until the
// load, and then not by libbpf.
constexpr int kAnotherProgram = INT_MAX;

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
  if (bpf_program__type(program) != BPF_PROG_TYPE_TRACING) return -EOPNOTSUPP;
  *link = bpf_program__attach_trace(program);
  return *link == nullptr ? -errno : 0;
}

bool MapsKernelTypes() {
  return libbpf_major_version() > 1 || (libbpf_major_version() == 1 && libbpf_minor_version() >= 6);
}

/**
 * There is one handler for sections that libbpf does not know, in the whole process. Nobody else's
 * programs mind that it is there: they remain without a type until they are given one.
 */
bool RegisterHandler() {
  LIBBPF_OPTS(libbpf_prog_handler_opts, options, .prog_prepare_load_fn = PrepareLoad,
              .prog_attach_fn = Attach);
  return libbpf_register_prog_handler(nullptr, BPF_PROG_TYPE_UNSPEC,
                                      static_cast<enum bpf_attach_type>(0), &options) >= 0;
}

}  // namespace

bool TypedPrograms::Hide(std::string* image) {
  static const bool is_ours = !MapsKernelTypes() && RegisterHandler();
  return is_ours && ShortenSectionNames(image, IsTyped);
}

void TypedPrograms::Collect(struct bpf_object* object) {
  struct bpf_program* program = nullptr;
  bpf_object__for_each_program(program, object) {
    const TypedKind* kind = KindOf(program);
    if (kind == nullptr) continue;
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
  typed->has_target = true;
  typed->target_id = kernel == nullptr
                         ? 0
                         : kernel->Find(typed->kind->type_prefix + target, typed->kind->type_kind);
  // What is not among the kernel's own types may be a module's.
  return typed->target_id == 0 ? bpf_program__set_attach_target(program, 0, target.c_str())
                               : bpf_program__set_attach_target(program, kAnotherProgram, nullptr);
}

int TypedPrograms::SetTargets(std::string* reason) {
  for (const Typed& typed : programs_) {
    if (typed.has_target || !bpf_program__autoload(typed.program)) continue;
    const std::string target = Section(typed.program).substr(typed.kind->prefix.size());
    const int result = SetTarget(typed.program, target);
    if (result == 0) continue;
    *reason = std::string(bpf_program__name(typed.program)) + ": this kernel has no " + target;
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
