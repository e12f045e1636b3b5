#pragma once

#include "dsl/base/json.hpp"
#include "dsl/conformance/evaluate_alone.hpp"

#include <string>

namespace gantry::tests {

/// Of an expression by the rules of CEL: its value as JSON, or the phase in which it ended.
inline std::string cel(const std::string& text, bool is_checked = true) {
  dsl::lone_expression e;
  e.text = text;
  e.is_checked = is_checked;
  const auto outcome = dsl::evaluate_alone(e);
  if (outcome.is)
    return to_json(*outcome.is);
  switch (outcome.reached) {
  case dsl::lone_outcome::phase::parse: return "parse";
  case dsl::lone_outcome::phase::check: return "check";
  default: return "eval";
  }
}

} // namespace gantry::tests
