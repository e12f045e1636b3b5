#include "actors/key_conflict.hpp"

#include "dsl/base/json.hpp"

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

error key_conflict(const persistence::store& from, const definition_source& definitions,
                   const persistence::create_result& holder, const std::string& key,
                   const value& given, const std::string& given_digest) {
  const auto held = input_of(from, definitions, holder.number);
  const auto path = first_difference(without_id(held), without_id(given));
  error problem{errc::key_conflict,
                "business key " + key + " is taken by order " + to_string(holder.id) +
                    " with other content: digest " + holder.existing_digest + " there, " +
                    given_digest + " here; the first difference is at input" +
                    (path.empty() ? "" : ".") + path,
                "Send the order under its own key, or change the order that exists.",
                {}};
  problem.fields.push_back({"input" + (path.empty() ? path : "." + path), "first-difference", "",
                            "here the two orders differ first"});
  problem.fields.push_back(
      {"digest", "existing", holder.existing_digest, "SHA-256 of the order that has the key"});
  problem.fields.push_back({"digest", "given", given_digest, "SHA-256 of the order that was sent"});
  return problem;
}

} // namespace gantry::actors
