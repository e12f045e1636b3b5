#include "engine/arguments.hpp"

#include "dsl/base/digest.hpp"
#include "dsl/base/json.hpp"
#include "engine/apply.hpp"

#include <algorithm>
#include <array>

namespace gantry::engine {
namespace {

std::string digest_of(const value& v) {
  return to_hex(sha256(to_canonical_json(v)));
}

/// The digest of the request is taken over the digests of its arguments, so that a large document
/// that many calls take is put into canonical form once.
class digest_builder {
public:
  explicit digest_builder(const dsl::operation& o) { parts_.push_back(o.full_name()); }
  void add(const std::string& name, std::string digest) {
    parts_.push_back(name);
    parts_.push_back(std::move(digest));
  }
  [[nodiscard]] std::string finish() const {
    const std::vector<std::string_view> views(parts_.begin(), parts_.end());
    return to_crockford130(sha256_of(views));
  }

private:
  std::vector<std::string> parts_;
};

const std::string& slot_digest(instance_state& s, std::uint32_t slot) {
  auto& kept = s.slot_digests[slot];
  if (kept.empty())
    kept = digest_of(s.slots[slot]);
  return kept;
}

/// Values are shared, so the same list or record is told by its address, without comparing.
bool same_body(const value& a, const value& b) {
  if (a.is_record() && b.is_record())
    return &a.fields() == &b.fields();
  if (a.is_list() && b.is_list())
    return &a.as_list() == &b.as_list();
  return false;
}

/// What is kept of a part; the oldest goes when an order's calls take many.
value_part& kept_part(instance_state& s, const value& v) {
  constexpr std::size_t parts_max = 8;
  for (auto& part : s.parts)
    if (same_body(part.of, v))
      return part;
  if (s.parts.size() == parts_max)
    s.parts.erase(s.parts.begin());
  return s.parts.emplace_back(value_part{v, {}, {}});
}

const std::string& part_digest(instance_state& s, const value& v) {
  auto& part = kept_part(s, v);
  if (part.digest.empty())
    part.digest = digest_of(v);
  return part.digest;
}

/// Short values are put into text sooner than they are found.
bool is_worth_keeping(const value& v) {
  return v.is_record() || (v.is_list() && v.as_list().size() > 1);
}

shared_text text_of_slot(instance_state& s, std::uint32_t slot) {
  auto& kept = s.slot_texts[slot];
  if (!kept)
    kept = std::make_shared<const std::string>(to_json(s.slots[slot]));
  return kept;
}

void append_argument(std::string& out, instance_state& s, const value& v) {
  for (std::uint32_t slot = 0; slot < s.slots.size(); ++slot)
    if (same_body(s.slots[slot], v)) {
      out += *text_of_slot(s, slot);
      return;
    }
  if (!is_worth_keeping(v)) {
    append_json(out, v);
    return;
  }
  auto& part = kept_part(s, v);
  if (!part.text)
    part.text = std::make_shared<const std::string>(to_json(v));
  out += *part.text;
}

std::string digest_again(instance_state& s, const call_state& call) {
  digest_builder digest(s.operation_of(call));
  for (const auto& a : call.arguments) {
    std::uint32_t slot = 0;
    while (slot < s.slots.size() && !same_body(s.slots[slot], a.what))
      ++slot;
    if (slot < s.slots.size())
      digest.add(a.name, slot_digest(s, slot));
    else
      digest.add(a.name, is_worth_keeping(a.what) ? part_digest(s, a.what) : digest_of(a.what));
  }
  return digest.finish();
}

} // namespace

std::string reference_to(const instance_state& s, std::uint32_t slot) {
  const auto& slots = s.program().slots;
  const auto& name = slots[slot].name;
  const auto named = std::count_if(slots.begin(), slots.end(),
                                   [&](const dsl::slot& other) { return other.name == name; });
  const auto version = "@" + std::to_string(s.slot_versions[slot]);
  return named == 1 ? name + version : name + "#" + std::to_string(slot) + version;
}

std::string reference_to_part(const instance_state& s, const value& v) {
  if (!is_worth_keeping(v))
    return {};
  for (std::uint32_t slot = 0; slot < s.slots.size(); ++slot) {
    if (!s.slots[slot].is_record())
      continue;
    const auto& fields = s.slots[slot].fields();
    for (std::size_t i = 0; i < fields.size(); ++i)
      if (same_body(fields[i], v))
        return reference_to(s, slot) + "." + s.slots[slot].shape().fields[i];
  }
  return {};
}

const value& resolve(const instance_state& s, const std::string& reference) {
  const auto version = reference.find('@');
  const auto dot = reference.find('.', version);
  const auto whole = std::string_view{reference}.substr(0, dot);
  const auto name = whole.substr(0, std::min(version, whole.find('#')));
  for (std::uint32_t slot = 0; slot < s.slots.size(); ++slot) {
    if (s.program().slots[slot].name != name || reference_to(s, slot) != whole)
      continue;
    if (dot == std::string::npos)
      return s.slots[slot];
    if (const auto* field = s.slots[slot].find(reference.substr(dot + 1)))
      return *field;
  }
  broken("an argument refers to " + reference + ", which the order does not have");
}

result<frozen_arguments> freeze(instance_state& s, const dsl::call_expression& call,
                                timestamp now) {
  const auto& operation = s.program().operations.at(call.operation);
  frozen_arguments frozen;
  digest_builder digest(operation);
  frozen.records.reserve(call.arguments.size());
  for (std::size_t i = 0; i < call.arguments.size(); ++i) {
    const auto& argument = call.arguments[i];
    const int plain = argument.value->plain_slot();
    if (plain >= 0) {
      const auto slot = static_cast<std::uint32_t>(plain);
      frozen.records.push_back({argument.name, reference_to(s, slot), {}});
      digest.add(argument.name, slot_digest(s, slot));
      continue;
    }
    auto evaluated = argument.value->evaluate(dsl::scope{s.slots, now, {}});
    if (!evaluated)
      return tl::unexpected(std::move(evaluated.error()));
    auto fitted = i < operation.parameters.size() ? conform(*evaluated, *operation.parameters[i].of)
                                                  : *evaluated;
    auto part = reference_to_part(s, fitted);
    digest.add(argument.name, part.empty() ? digest_of(fitted) : part_digest(s, fitted));
    if (!part.empty())
      fitted = {};
    frozen.records.push_back({argument.name, std::move(part), std::move(fitted)});
  }
  frozen.digest = digest.finish();
  return frozen;
}

result<frozen_arguments> freeze_by_value(const instance_state& s, const dsl::call_expression& call,
                                         timestamp now) {
  const auto& operation = s.program().operations.at(call.operation);
  frozen_arguments frozen;
  digest_builder digest(operation);
  for (std::size_t i = 0; i < call.arguments.size(); ++i) {
    auto evaluated = call.arguments[i].value->evaluate(dsl::scope{s.slots, now, {}});
    if (!evaluated)
      return tl::unexpected(std::move(evaluated.error()));
    auto fitted = i < operation.parameters.size() ? conform(*evaluated, *operation.parameters[i].of)
                                                  : *evaluated;
    digest.add(call.arguments[i].name, digest_of(fitted));
    frozen.records.push_back({call.arguments[i].name, {}, std::move(fitted)});
  }
  frozen.digest = digest.finish();
  return frozen;
}

result<frozen_arguments> freeze_edited(const instance_state& s, const call_state& as_made,
                                       const value& edited) {
  const auto& operation = s.operation_of(as_made);
  frozen_arguments frozen;
  std::vector<argument_value> values;
  for (const auto& a : as_made.arguments) {
    const auto parameter = std::find_if(operation.parameters.begin(), operation.parameters.end(),
                                        [&](const dsl::field& f) { return f.name == a.name; });
    const auto* given = edited.find(a.name);
    if (given == nullptr || parameter == operation.parameters.end()) {
      values.push_back(a);
      continue;
    }
    auto typed = dsl::decode(*given, *parameter->of, a.name);
    if (!typed)
      return tl::unexpected(std::move(typed.error()));
    values.push_back({a.name, *typed});
  }
  for (const auto& v : values)
    frozen.records.push_back({v.name, {}, v.what});
  frozen.digest = request_digest(operation, values);
  return frozen;
}

std::string request_digest(const dsl::operation& operation,
                           const std::vector<argument_value>& arguments) {
  digest_builder digest(operation);
  for (const auto& a : arguments)
    digest.add(a.name, digest_of(a.what));
  return digest.finish();
}

shared_text request_text(instance_state& s, call_state& call) {
  if (call.text)
    return call.text;
  if (!call.digest_fresh && digest_again(s, call) != call.digest)
    broken("the request of " + call.node + " rebuilt from its record is not the request that the " +
           "call " + call.key + " was made with");
  std::string text = "{";
  for (const auto& a : call.arguments) {
    if (text.size() > 1)
      text += ',';
    append_json_string(text, a.name);
    text += ':';
    append_argument(text, s, a.what);
  }
  text += '}';
  call.text = std::make_shared<const std::string>(std::move(text));
  return call.text;
}

} // namespace gantry::engine
