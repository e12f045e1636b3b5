#pragma once

#include "dsl/base/error_codes.hpp"

#include <tl/expected.hpp>

#include <string>
#include <utility>
#include <vector>

namespace gantry {

/// One field of a document that breaks a rule.
struct field_error {
  std::string path;    ///< where: `input.lines[2].quantity`
  std::string rule;    ///< which: `type`, `required`, `unknown-field`, `positive`, `digits`, …
  std::string value;   ///< what stood there, shortened to 100 characters
  std::string message; ///< a sentence for a person
};

/// What every fallible function of Gantry answers with instead of throwing.
///
/// `message` names the order, the step and the values; `help` says what to do next.
struct error {
  errc code;
  std::string message;
  std::string help = {};
  std::vector<field_error> fields = {};
};

template <class T>
using result = tl::expected<T, error>;

[[nodiscard]] inline tl::unexpected<error> fail(errc code, std::string message,
                                                std::string help = {}) {
  return tl::unexpected(error{code, std::move(message), std::move(help), {}});
}

/// Several lambdas as one visitor.
template <class... Fs>
struct overloaded : Fs... {
  using Fs::operator()...;
};
template <class... Fs>
overloaded(Fs...) -> overloaded<Fs...>; // clang 14 needs the guide

} // namespace gantry
