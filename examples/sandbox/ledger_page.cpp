#include "examples/sandbox/ledger_page.hpp"

#include "dsl/base/json.hpp"
#include "examples/sandbox/document.hpp"

#include <charconv>

namespace gantry::sandbox {
namespace {

result<std::int64_t> positive_number(const std::string& name, const std::string& text) {
  std::int64_t number = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, problem] = std::from_chars(text.data(), end, number);
  if (problem != std::errc{} || stop != end || number < 1)
    return fail(errc::invalid_request, name + " has to be a whole number above zero",
                "leave it out to read everything");
  return number;
}

} // namespace

result<ledger_query> read_ledger_query(const gateway::http_request& request) {
  ledger_query query;
  for (const auto& [name, text] : request.query) {
    if (name == "system") {
      query.system = text;
    } else if (name == "operation") {
      query.operation = text;
    } else if (name == "limit" || name == "cursor") {
      const auto number = positive_number(name, text);
      if (!number)
        return tl::unexpected(number.error());
      (name == "limit" ? query.limit : query.after) = *number;
    } else {
      return fail(errc::invalid_request, "the ledger does not know the parameter " + name,
                  "it knows system, operation, limit and cursor");
    }
  }
  return query;
}

std::string ledger_page(const std::vector<effect>& effects, const ledger_query& query) {
  std::string page = R"({"items":[)";
  for (const auto& row : effects) {
    if (&row != &effects.front())
      page += ',';
    append_json(page, object({{"system", row.system},
                              {"operation", row.operation},
                              {"key", row.key},
                              {"document", row.document},
                              {"at", format_timestamp(row.at)},
                              {"undone_by", row.undone_by ? value(*row.undone_by) : value{}}}));
  }
  page += ']';
  if (query.limit > 0 && static_cast<std::int64_t>(effects.size()) == query.limit)
    page += R"(,"next":")" + std::to_string(effects.back().seq) + '"';
  return page + '}';
}

} // namespace gantry::sandbox
