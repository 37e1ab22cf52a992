#pragma once

#include <bpf/libbpf.h>

#include <cstdint>
#include <string>
#include <vector>

namespace probekit {

struct TypedKind;

/**
 * Programs of an object that are attached to what the kernel has a type of: `tp_btf`, `fentry` and
 * `fexit`.
 *
 * The kernel takes such a target by its id. To find that, libbpf copies all of the kernel's type
 * information, for each object anew, which takes longer than the rest of its load (libbpf 1.6 maps
 * it, where the kernel does). So their sections have names that libbpf does not know when it opens
 * the file. It then asks the handler for such sections, which is this, just before it gives a
 * program to the kernel.
 */
class TypedPrograms {
 public:
  /**
   * Changes the sections' names in an image that is opened next; then it is `Collect`'s turn. Where
   * libbpf can do it as well, or must do it, nothing is changed.
   */
  void Hide(std::string* image);

  /** Finds those that were hidden, and tells libbpf what they are. */
  void Collect(struct bpf_object* object);

  /** The section as the author wrote it, of any program. */
  std::string Section(const struct bpf_program* program) const;

  /**
   * In place of the section's target; of any program. A target that is not there changes nothing.
   *
   * @return 0 or an error of libbpf's
   */
  int SetTarget(struct bpf_program* program, const std::string& target);

  /**
   * Takes the sections' targets for what is to be loaded and has no other.
   *
   * @param reason is set when this kernel does not have one
   * @return as above
   */
  int SetTargets(std::string* reason);

  /** As long as there is one, what this thread loads has its targets from here. */
  class Loading {
   public:
    explicit Loading(const TypedPrograms& programs);
    ~Loading();
    Loading(const Loading&) = delete;
    Loading& operator=(const Loading&) = delete;
  };

  /** For a program that is being loaded: 0 where libbpf knows its target. */
  std::uint32_t TargetId(const struct bpf_program* program) const;

 private:
  struct Typed {
    // SAFETY: libbpf moves an object's programs only while it opens it.
    struct bpf_program* program;
    const TypedKind* kind;
    bool has_target;
    std::uint32_t target_id;
  };

  Typed* Find(const struct bpf_program* program);
  const Typed* Find(const struct bpf_program* program) const;

  std::vector<std::string> hidden_;
  std::vector<Typed> programs_;
};

}  // namespace probekit
