#include "engine/outcome_text.hpp"

namespace gantry::engine {

std::string outcome_text(const outcome& how) {
  switch (how.is) {
  case outcome::kind::ok: return "ok";
  case outcome::kind::business_error: return how.error_name;
  case outcome::kind::refused: return "refused";
  case outcome::kind::unknown: return "unknown";
  case outcome::kind::contract_violation: return "contract_violation";
  }
  return {};
}

} // namespace gantry::engine
