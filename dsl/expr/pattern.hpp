#pragma once

#include "dsl/base/error.hpp"

#include <cstddef>
#include <memory>
#include <string_view>

namespace re2 {
class RE2;
}

namespace gantry::dsl {

/// A regular expression of `matches`: RE2, whose time is linear in the text.
class pattern {
public:
  static constexpr std::size_t bytes_max = 1'000;

  /// Errors: expression; what RE2 does not accept, more than 1,000 bytes, or more than 1 MiB of
  ///         memory for the compiled form (`(a{1000}){1000}`).
  [[nodiscard]] static result<std::shared_ptr<const pattern>> compile(std::string_view written);
  ~pattern();
  pattern(const pattern&) = delete;
  pattern& operator=(const pattern&) = delete;

  /// Whether it is found anywhere in the text.
  [[nodiscard]] bool is_found_in(std::string_view text) const;
  /// What looking through the text costs at most.
  [[nodiscard]] std::size_t steps_for(std::string_view text) const;

private:
  explicit pattern(std::unique_ptr<re2::RE2> made);
  std::unique_ptr<re2::RE2> made_;
};

} // namespace gantry::dsl
