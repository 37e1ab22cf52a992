#pragma once

#include <bpf/libbpf.h>
#include <napi.h>

namespace probekit {

/** An attachment. Its object closes it too, so that a link that was forgotten still ends. */
class Link {
 public:
  static constexpr napi_type_tag kTag = {0x70726f62656b6974, 0x6c696e6b00000001};
  static constexpr const char* kKind = "Link";

  explicit Link(struct bpf_link* link) : link_(link) {}
  ~Link() { Close(); }
  Link(const Link&) = delete;
  Link& operator=(const Link&) = delete;

  bool Closed() const { return link_ == nullptr; }
  void Close();

 private:
  struct bpf_link* link_;
};

}  // namespace probekit
