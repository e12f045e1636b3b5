#include "actors/key_conflict.hpp"

#include "dsl/base/json.hpp"
#include "dsl/base/utf8.hpp"

#include <charconv>

namespace gantry::actors {

value without_id(const value& input) {
  if (!input.is_record())
    return input;
  const int index = input.shape().index_of("id");
  if (index < 0)
    return input;
  auto fields = input.fields();
  fields[static_cast<std::size_t>(index)] = value{};
  return value::make_record(input.shape_ptr(), std::move(fields));
}

namespace {

constexpr std::size_t shown_bytes_max = 40;

/// What stands at a path as `first_difference` gives it: `lines[1].quantity`.
const value* at_path(const value* from, std::string_view path) {
  while (from != nullptr && !path.empty()) {
    if (path.front() == '.')
      path.remove_prefix(1);
    if (from->is_optional()) {
      from = from->inner();
      continue;
    }
    if (path.starts_with('[')) {
      std::size_t index = 0;
      const auto* end = path.data() + path.size();
      const auto read = std::from_chars(path.data() + 1, end, index);
      if (read.ec != std::errc() || read.ptr == end || !from->is_list())
        return nullptr;
      from = index < from->as_list().size() ? &from->as_list()[index] : nullptr;
      path.remove_prefix(static_cast<std::size_t>(read.ptr - path.data()) + 1);
    } else {
      const auto name = path.substr(0, path.find_first_of(".["));
      from = from->find(name);
      path.remove_prefix(name.size());
    }
  }
  return from;
}

std::string shown(const value* what) {
  if (what == nullptr || what->is_none())
    return "nothing";
  const auto text = to_json(*what);
  const auto front = utf8_prefix(text, shown_bytes_max);
  return std::string(front) + (front.size() < text.size() ? "…" : "");
}

/// The input of an order that exists; none when it cannot be read.
value input_of(const persistence::store& from, const definition_source& definitions,
               persistence::instance_number number) {
  const auto row = from.find_instance(number);
  if (!row || !*row)
    return {};
  const auto definition = definitions((*row)->definition);
  const auto journal = from.load_journal(number);
  if (!definition || !journal || journal->empty())
    return {};
  const auto first = record_of(journal->front(), **definition);
  if (!first)
    return {};
  for (const auto& fact : first->facts)
    if (const auto* created = std::get_if<engine::order_created>(&fact))
      return created->what.input;
  return {};
}

} // namespace

persistence::key_difference difference_of(const value& held, const value& given) {
  const auto path = first_difference(without_id(held), without_id(given));
  const bool below = !path.empty() && path.front() != '[';
  return {(below ? "input." : "input") + path,
          shown(at_path(&held, path)) + " there, " + shown(at_path(&given, path)) + " here"};
}

persistence::key_difference difference_from_holder(const persistence::store& from,
                                                   const definition_source& definitions,
                                                   const persistence::instance_row& row,
                                                   const value& given) {
  const auto holder = from.find_by_key(row.site, row.workflow, row.key);
  if (!holder || !*holder || (*holder)->generation != row.generation ||
      (*holder)->input_digest == row.input_digest)
    return {};
  const auto held = input_of(from, definitions, (*holder)->number);
  return held.is_none() ? persistence::key_difference{} : difference_of(held, given);
}

error key_conflict(const persistence::store& from, const definition_source& definitions,
                   const persistence::create_result& holder, const std::string& key,
                   const value& given, const std::string& given_digest) {
  const auto difference = difference_of(input_of(from, definitions, holder.number), given);
  error problem{errc::key_conflict,
                "business key " + key + " is taken by order " + to_string(holder.id) +
                    " with other content: digest " + holder.existing_digest + " there, " +
                    given_digest + " here; the first difference is at " + difference.path,
                "Send the order under its own key, or change the order that exists.",
                {}};
  problem.fields.push_back(
      {difference.path, "first-difference", difference.values, "here the two orders differ first"});
  problem.fields.push_back(
      {"digest", "existing", holder.existing_digest, "SHA-256 of the order that has the key"});
  problem.fields.push_back({"digest", "given", given_digest, "SHA-256 of the order that was sent"});
  return problem;
}

} // namespace gantry::actors
