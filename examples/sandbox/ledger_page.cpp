#include "examples/sandbox/ledger_page.hpp"

#include "dsl/base/json.hpp"
#include "examples/sandbox/document.hpp"
#include "examples/sandbox/operation.hpp"

#include <algorithm>
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

/// Of every system, or of the one that is named.
std::vector<std::string_view> operation_names_of(std::string_view system) {
  std::vector<std::string_view> names;
  for (const auto& of : {crm_operations(), erp_operations(), tms_operations(), wms_operations()})
    for (const auto& each : of)
      if (system.empty() || each.system == system)
        names.push_back(each.name);
  return names;
}

/// A name that nothing has would be answered with nothing, as if nothing had happened.
result<void> check_names(const ledger_query& query) {
  if (!query.system.empty() && !is_system(query.system))
    return fail(errc::invalid_request, "the company has no system " + query.system,
                "it has crm, erp, tms and wms");
  const auto known = operation_names_of(query.system);
  if (query.operation.empty() ||
      std::find(known.begin(), known.end(), query.operation) != known.end())
    return {};
  std::string names;
  for (const auto name : known)
    names.append(names.empty() ? "" : ", ").append(name);
  return fail(errc::invalid_request,
              (query.system.empty() ? "no system" : query.system) + " has no operation " +
                  query.operation,
              "there are: " + names);
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
  if (auto known = check_names(query); !known)
    return tl::unexpected(std::move(known.error()));
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
