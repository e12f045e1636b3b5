#include "dsl/base/json.hpp"

#include "dsl/base/utf8.hpp"
#include "tests/fuzz/entry_points.hpp"

namespace gantry::fuzz {

std::string run_json(std::string_view input) {
  const auto read = parse_json(input);
  if (!read) {
    const auto& message = read.error().message;
    return !message.empty() && is_valid_utf8(message) ? "" : "a mistake is not told in words";
  }
  // Decimals are written as texts, so what is read of them once is compared with what comes then.
  const auto once = to_json(*read);
  const auto again = parse_json(once);
  if (!again)
    return "what was written cannot be read: " + once;
  if (to_json(*again) != once || !first_difference(*again, *parse_json(to_json(*again))).empty())
    return "what was read again is written differently: " + once;
  const auto canonical = to_canonical_json(*read);
  const auto canonical_again = parse_json(canonical);
  if (!canonical_again || to_canonical_json(*canonical_again) != canonical)
    return "the canonical form has another canonical form: " + canonical;
  return {};
}

} // namespace gantry::fuzz
