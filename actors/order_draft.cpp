#include "actors/order_draft.hpp"

#include "actors/key_conflict.hpp"
#include "channels/channel.hpp"
#include "dsl/base/control_characters.hpp"
#include "dsl/base/digest.hpp"
#include "dsl/base/field_text.hpp"
#include "dsl/base/json.hpp"
#include "dsl/base/utf8.hpp"
#include "engine/correlation.hpp"
#include "engine/priority.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace gantry::actors {

namespace {

bool has_id(const dsl::type& input) {
  return std::any_of(input.fields.begin(), input.fields.end(),
                     [](const dsl::field& each) { return each.name == "id"; });
}

result<value> with_id(const value& input, const dsl::type& as, const uuid& id) {
  if (!input.is_map() || !has_id(as))
    return input;
  if (input.find("id") != nullptr) {
    error problem{errc::invalid_input,
                  "the order has an id of its own",
                  "Leave `id` out: the engine gives it. Your own number is source.external_id.",
                  {}};
    problem.fields.push_back({"input.id", "unknown-field",
                              to_json(*input.find("id")).substr(0, 100),
                              "the engine gives the id"});
    return tl::unexpected(std::move(problem));
  }
  auto members = input.as_map();
  members.emplace_back(value("id"), value(to_string(id)));
  return value::make_map_of_unique(std::move(members));
}

result<void> check_rules(const value& order, const dsl::type& as) {
  if (as.name != channels::canonical_type)
    return {};
  auto mistakes = channels::check_canonical_order(order);
  if (mistakes.empty())
    return {};
  for (auto& each : mistakes) {
    // Messages that name the path name it as the caller wrote it.
    if (each.message.starts_with(each.path))
      each.message.insert(0, "input.");
    each.path.insert(0, "input.");
  }
  auto message = sentence_of(mistakes);
  return tl::unexpected(error{errc::invalid_input, std::move(message),
                              "mend the fields that are named and send it again",
                              std::move(mistakes)});
}

/// Who reads of a mistake has many orders: the sender's own number says in which it is.
error about_order(error problem, const value& input) {
  for (const auto* path : {"source.external_id", "order_number"}) {
    const auto* number = input.is_map() ? input.find_path(path) : nullptr;
    if (number == nullptr || !number->is_string() || number->as_string().empty())
      continue;
    problem.message.insert(0, "order " + std::string(utf8_prefix(number->as_string(), 100)) + ": ");
    break;
  }
  return problem;
}

/// `order.source.external_id` is `input.source.external_id` to whoever sent it.
std::string sent_path_of(const dsl::program& definition, const std::string& part) {
  const auto order = definition.slots.empty() ? std::string{} : definition.slots.front().name + ".";
  return !order.empty() && part.starts_with(order) ? "input." + part.substr(order.size()) : part;
}

/// A key is read and typed by people, and stands in lists: it has to be seen whole.
result<void> check_key_part(const std::string& path, const std::string& text) {
  const bool blank = is_blank(text);
  if (!blank && !has_control_character(text))
    return {};
  const std::string rule = blank ? "not-blank" : "no-control-characters";
  const std::string what = blank ? " is blank" : " has control characters: " + printable(text);
  error problem{errc::invalid_input,
                path + ", which the order is known by," + what,
                "Send the number or name as people write it.",
                {}};
  problem.fields.push_back(
      {path, rule, printable(text).substr(0, 100), "a part of the business key" + what});
  return tl::unexpected(std::move(problem));
}

result<std::vector<std::string>> key_parts_of(const dsl::program& definition, const value& input,
                                              timestamp now) {
  std::vector<value> slots(std::max<std::size_t>(1, definition.slots.size()));
  slots.front() = input;
  std::vector<std::string> parts;
  for (const auto& part : definition.key) {
    auto found = part->evaluate(dsl::scope{slots, now, {}});
    if (!found)
      return tl::unexpected(std::move(found.error()));
    parts.push_back(engine::correlation_part(*found));
    if (auto seen = check_key_part(sent_path_of(definition, part->text()), parts.back()); !seen)
      return tl::unexpected(std::move(seen.error()));
  }
  return parts;
}

std::string channel_of(const value& input, const std::string& otherwise) {
  const auto* named = input.find_path("source.channel");
  return named != nullptr && named->is_string() && !named->as_string().empty() ? named->as_string()
                                                                               : otherwise;
}

void fill_row(persistence::instance_row& row, const draft_input& from,
              const engine::started& what) {
  row.number = from.number;
  row.id = from.id;
  row.site = from.site;
  row.workflow = from.definition->name;
  row.definition = to_hex(from.definition->closure);
  row.key = what.business_key;
  row.generation = from.generation;
  row.channel = what.channel;
  row.test = what.test;
  row.created_at = row.updated_at = from.now;
}

} // namespace

std::string join_key(const std::vector<std::string>& parts) {
  std::string joined;
  for (const auto& part : parts) {
    if (&part != &parts.front())
      joined += '/';
    for (const char c : part) {
      if (c == '/')
        joined += "%2F";
      else if (c == '%')
        joined += "%25";
      else
        joined += c;
    }
  }
  return joined;
}

int priority_before_draft(const dsl::program& definition, const value& input, timestamp now) {
  if (!definition.priority)
    return engine::usual_priority;
  const auto whole = with_id(input, *definition.input, uuid{});
  if (!whole)
    return engine::usual_priority;
  const auto decoded = dsl::decode(*whole, *definition.input, "input");
  if (!decoded)
    return engine::usual_priority;
  return engine::priority_of(definition, *decoded, now).value_or(engine::usual_priority);
}

result<std::unique_ptr<order_start>> draft_order(draft_input from) {
  const auto& as = *from.definition->input;
  auto whole = with_id(from.input, as, from.id);
  if (!whole)
    return tl::unexpected(about_order(std::move(whole.error()), from.input));
  auto input = dsl::decode(*whole, as, "input");
  if (!input)
    return tl::unexpected(about_order(std::move(input.error()), from.input));
  if (auto fits = check_rules(*input, as); !fits)
    return tl::unexpected(about_order(std::move(fits.error()), from.input));
  auto parts = key_parts_of(*from.definition, *input, from.now);
  if (!parts)
    return tl::unexpected(std::move(parts.error()));

  engine::started what;
  const auto digest = to_hex(sha256(to_canonical_json(without_id(*input))));
  what.business_key = join_key(*parts);
  what.generation = from.generation;
  what.site = from.site;
  what.instance = to_string(from.id);
  what.document = from.document;
  what.channel = channel_of(*input, from.intake);
  what.input = std::move(*input);

  auto start = std::make_unique<order_start>();
  start->definition = from.definition;
  fill_row(start->create.row, from, what);
  start->create.row.input_digest = digest;
  start->first.now = from.now;
  start->first.cause = std::move(from.cause);
  start->first.what = std::move(what);
  return start;
}

} // namespace gantry::actors
