#pragma once

#include "dsl/check/codes.hpp"
#include "dsl/compile.hpp"

#include <string>
#include <utility>
#include <vector>

namespace gantry::dsl {

/// Adds a diagnostic; the result may be given notes.
inline diagnostic& report(std::vector<diagnostic>& to, const diagnostic_code& what,
                          const source_span& at, std::string message, std::string help = {}) {
  diagnostic d;
  d.code = std::string(what.code);
  d.at = at;
  d.message = std::move(message);
  d.help = std::move(help);
  to.push_back(std::move(d));
  return to.back();
}

/// As `report`, for what is allowed and still worth a look.
inline diagnostic& warn(std::vector<diagnostic>& to, const diagnostic_code& what,
                        const source_span& at, std::string message, std::string help = {}) {
  diagnostic& d = report(to, what, at, std::move(message), std::move(help));
  d.level = diagnostic::severity::warning;
  return d;
}

inline std::string quoted(const std::string& name) {
  return "`" + name + "`";
}

} // namespace gantry::dsl
