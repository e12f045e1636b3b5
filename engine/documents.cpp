#include "engine/documents.hpp"

#include "dsl/base/json.hpp"

#include <algorithm>

namespace gantry::engine {
namespace {

value identity_of(const dsl::operation& operation, const value& document) {
  value::map_entries keys;
  for (const auto& field : operation.returns->fields)
    if (const auto* part = document.find(field.name); field.is_key && part != nullptr)
      keys.emplace_back(value{field.name}, *part);
  return keys.empty() ? document : value::make_map(std::move(keys));
}

} // namespace

bool is_same_document(const dsl::operation& of, const value& a, const value& b) {
  if (!of.returns)
    return true;
  return to_canonical_json(identity_of(of, a)) == to_canonical_json(identity_of(of, b));
}

value::list_type documents_in(const value& found) {
  if (found.is_none())
    return {};
  if (found.is_list())
    return found.as_list();
  return {found};
}

void join_documents(value::list_type& known, const dsl::operation& of,
                    const value::list_type& found) {
  if (!of.returns) { // nothing tells one from another
    known = found;
    return;
  }
  const auto known_before = static_cast<std::ptrdiff_t>(known.size());
  for (const auto& document : found) {
    const auto end = known.begin() + known_before;
    // Two of one answer are two, whatever their keys say.
    const auto same = std::find_if(
        known.begin(), end, [&](const value& one) { return is_same_document(of, one, document); });
    if (same != end)
      *same = document;
    else
      known.push_back(document);
  }
}

} // namespace gantry::engine
