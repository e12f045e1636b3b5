#include "gateway/api/document_json.hpp"

#include "dsl/base/json.hpp"

namespace gantry::gateway {

value outcome_of(std::string_view outcome_json) {
  if (!outcome_json.empty())
    if (auto parsed = parse_json(outcome_json, {64, 64u << 20}))
      return std::move(*parsed);
  return {};
}

void write_outcome(json_writer& out, const value& outcome,
                   std::initializer_list<std::string_view> lists) {
  for (const auto list : lists) {
    const value* found = outcome.is_map() ? outcome.find(list) : nullptr;
    out.name(list);
    if (found != nullptr && found->is_list())
      out.any(*found);
    else
      out.raw("[]");
  }
}

} // namespace gantry::gateway
