#pragma once

#include "dsl/base/digest.hpp"

#include <array>
#include <cstddef>
#include <string_view>

struct evp_md_ctx_st;

namespace gantry {

/// One SHA-256 that is under way; at most one a thread. What is short is gathered first: a call of
/// the library costs more than the digest of a few bytes.
class running_digest {
public:
  running_digest();
  running_digest(const running_digest&) = delete;
  running_digest& operator=(const running_digest&) = delete;

  void add(std::string_view bytes);
  /// Preceded by its length, so that boundaries count (`sha256_of`).
  void add_part(std::string_view part);
  [[nodiscard]] digest256 finish();

private:
  void flush();

  evp_md_ctx_st* context_;
  std::array<char, 512> gathered_;
  std::size_t size_ = 0;
};

} // namespace gantry
