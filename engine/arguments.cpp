#include "engine/arguments.hpp"

#include "dsl/base/digest.hpp"
#include "dsl/base/json.hpp"
#include "engine/apply.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

namespace gantry::engine {
namespace {

std::string digest_of(const value& v) {
  text_buffer text;
  put_canonical_json(text, v);
  const auto digest = sha256(text.view());
  return {digest.begin(), digest.end()};
}

bool has_parts(const value& v) {
  return v.is_record() || v.is_list() || v.is_map();
}

/// Of the request: of each argument its canonical form, or the digest of that where it has parts,
/// so that a large document that many calls take is put into canonical form once.
class digest_builder {
public:
  explicit digest_builder(const dsl::operation& o) {
    add_part(o.contract);
    add_part(o.name);
  }
  void add_digest(const std::string& name, std::string_view digest) {
    add_part(name);
    add_part(digest);
  }
  void add(const std::string& name, const value& v) {
    if (has_parts(v))
      return add_digest(name, digest_of(v));
    text_buffer canonical;
    put_canonical_json(canonical, v);
    add_part(name);
    add_part(canonical.view());
  }
  [[nodiscard]] std::string finish() const { return to_crockford130(sha256(text_.view())); }

private:
  /// Preceded by its length, so that boundaries count.
  void add_part(std::string_view part) {
    char length[8];
    for (std::size_t i = 0; i < sizeof length; ++i)
      length[i] = static_cast<char>(static_cast<std::uint64_t>(part.size()) >> (56 - 8 * i));
    text_.put({length, sizeof length});
    text_.put(part);
  }

  text_buffer text_;
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

void put_argument(text_buffer& out, instance_state& s, const value& v) {
  if (!has_parts(v))
    return put_json(out, v);
  for (std::uint32_t slot = 0; slot < s.slots.size(); ++slot)
    if (same_body(s.slots[slot], v))
      return out.put(*text_of_slot(s, slot));
  if (!is_worth_keeping(v))
    return put_json(out, v);
  auto& part = kept_part(s, v);
  if (!part.text)
    part.text = std::make_shared<const std::string>(to_json(v));
  out.put(*part.text);
}

std::string digest_again(instance_state& s, const call_state& call) {
  digest_builder digest(s.operation_of(call));
  for (const auto& a : call.arguments) {
    std::uint32_t slot = 0;
    while (slot < s.slots.size() && !same_body(s.slots[slot], a.what))
      ++slot;
    if (slot < s.slots.size())
      digest.add_digest(a.name, slot_digest(s, slot));
    else if (is_worth_keeping(a.what))
      digest.add_digest(a.name, part_digest(s, a.what));
    else
      digest.add(a.name, a.what);
  }
  return digest.finish();
}

/// The number after one mark.
std::optional<std::uint32_t> number_in(std::string_view marked) {
  std::uint32_t n = 0;
  if (marked.size() < 2 ||
      std::from_chars(marked.data() + 1, marked.data() + marked.size(), n).ec != std::errc{})
    return std::nullopt;
  return n;
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
  const auto at = reference.find('@');
  const auto dot = reference.find('.', at);
  const auto whole = std::string_view{reference}.substr(0, dot);
  const auto hash = std::min(whole.find('#'), whole.size());
  const auto name = whole.substr(0, std::min(at, hash));
  const auto number = number_in(whole.substr(hash, at - hash));
  const auto version = number_in(whole.substr(std::min(at, whole.size())));
  for (std::uint32_t slot = 0; slot < s.slots.size(); ++slot) {
    if (s.slot_versions[slot] != version || s.program().slots[slot].name != name ||
        (number && *number != slot))
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
      if (has_parts(s.slots[slot]))
        digest.add_digest(argument.name, slot_digest(s, slot));
      else
        digest.add(argument.name, s.slots[slot]);
      continue;
    }
    auto evaluated = argument.value->evaluate(dsl::scope{s.slots, now, {}});
    if (!evaluated)
      return tl::unexpected(std::move(evaluated.error()));
    auto fitted = i < operation.parameters.size() ? conform(*evaluated, *operation.parameters[i].of)
                                                  : *evaluated;
    auto part = reference_to_part(s, fitted);
    if (part.empty()) {
      digest.add(argument.name, fitted);
    } else {
      digest.add_digest(argument.name, part_digest(s, fitted));
      fitted = {};
    }
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
    digest.add(call.arguments[i].name, fitted);
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
    digest.add(a.name, a.what);
  return digest.finish();
}

shared_text request_text(instance_state& s, call_state& call) {
  if (call.text)
    return call.text;
  if (!call.digest_fresh && digest_again(s, call) != call.digest)
    broken("the request of " + call.node + " rebuilt from its record is not the request that the " +
           "call " + call.key + " was made with");
  text_buffer text;
  char before = '{';
  for (const auto& a : call.arguments) {
    text.put(before);
    put_json_string(text, a.name);
    text.put(':');
    put_argument(text, s, a.what);
    before = ',';
  }
  text.put(before == '{' ? "{}" : "}");
  call.text = std::make_shared<const std::string>(text.view());
  return call.text;
}

} // namespace gantry::engine
