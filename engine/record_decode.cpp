#include "dsl/base/digest.hpp"
#include "dsl/base/json.hpp"
#include "engine/record.hpp"
#include "engine/record_fields.hpp"

#include <array>
#include <concepts>
#include <utility>

namespace gantry::engine {
namespace {

using fields::carried;

/// Reads the members of one fact; the first that does not fit stops it.
class member_reader {
public:
  member_reader(const value* from, const fields::types_of_values& types, carried& before,
                std::string& problem)
      : from_(from), types_(types), before_(before), problem_(problem) {}

  [[nodiscard]] const fields::types_of_values& types() const { return types_; }

  void operator()(std::string_view name, std::string& text, const std::string& usual = {}) {
    const auto* v = find(name);
    if (v == nullptr)
      text = usual;
    else if (v->is_string())
      text = v->as_string();
    else
      wrong(name, *v);
  }
  void operator()(std::string_view name, bool& flag, bool usual = false) {
    flag = usual;
    if (const auto* v = find(name)) {
      if (v->is_bool())
        flag = v->as_bool();
      else
        wrong(name, *v);
    }
  }
  template <std::integral N>
  void operator()(std::string_view name, N& n, N usual = 0) {
    number(name, n, usual);
  }
  void operator()(std::string_view name, timestamp& t) { number(name, t.ns); }
  void operator()(std::string_view name, std::optional<timestamp>& t) {
    if (find(name) == nullptr)
      return;
    t.emplace();
    number(name, t->ns);
  }
  void operator()(std::string_view name, outcome::kind& k) {
    k = static_cast<outcome::kind>(choice(name, 5));
  }
  void operator()(std::string_view name, timer_purpose& p) {
    p = static_cast<timer_purpose>(choice(name, 8));
  }
  void operator()(std::string_view name, std::vector<std::string>& texts) {
    const auto* v = find(name);
    if (v == nullptr)
      return;
    if (!v->is_list())
      return wrong(name, *v);
    for (const auto& item : v->as_list()) {
      if (!item.is_string())
        return wrong(name, item);
      texts.push_back(item.as_string());
    }
  }
  void operator()(std::string_view name, std::vector<std::pair<std::string, std::string>>& pairs) {
    const auto* v = find(name);
    if (v == nullptr)
      return;
    if (!v->is_map())
      return wrong(name, *v);
    for (const auto& [key, text] : v->as_map()) {
      if (!text.is_string())
        return wrong(name, text);
      pairs.emplace_back(key.as_string(), text.as_string());
    }
  }
  void address(std::string_view name, dsl::address& at) {
    std::uint64_t n = 0;
    number(name, n);
    at = n == 0 ? dsl::no_address : static_cast<dsl::address>(n - 1);
  }
  void typed(std::string_view name, value& v, const dsl::type_ref& type) {
    if (const auto* found = find(name))
      read_as(name, v, *found, type);
  }

  void key(call_key& key) {
    (*this)("key", key, before_.key);
    if (key != before_.key)
      before_.now(key);
  }
  void node(std::string& node) {
    (*this)("node", node, before_.node);
    before_.node = node;
  }
  void undo(bool& undo) {
    (*this)("undo", undo, before_.undo);
    before_.undo = undo;
  }
  void attempt(attempt_number& attempt) {
    (*this)("attempt", attempt, before_.attempt);
    before_.attempt = attempt;
  }

  void of_definition(order_created& f) {
    const auto& p = types_.program();
    f.workflow = p.name;
    f.workflow_version = p.version;
    f.definition = to_hex(p.closure);
  }
  void of_step(call_made& f) {
    const auto* called = types_.operation(f.node, f.undo);
    if (called != nullptr)
      f.operation = static_cast<std::uint32_t>(called - types_.program().operations.data());
    else if (problem_.empty())
      problem_ = "the definition has no step " + f.node;
  }
  void arguments(std::string_view name, call_made& f) {
    const auto* v = find(name);
    if (v == nullptr)
      return;
    if (!v->is_map())
      return wrong(name, *v);
    for (const auto& [argument, given] : v->as_map()) {
      argument_record a;
      a.name = argument.as_string();
      if (given.is_string() && given.as_string().starts_with('@'))
        read_marked(a, given.as_string().substr(1), f.operation);
      else
        read_as(a.name, a.bytes, given, types_.parameter(f.operation, a.name));
      f.arguments.push_back(std::move(a));
    }
  }

private:
  [[nodiscard]] const value* find(std::string_view name) const {
    return problem_.empty() && from_ != nullptr ? from_->find(name) : nullptr;
  }
  void read_as(std::string_view name, value& v, const value& found, const dsl::type_ref& type) {
    if (!type || found.is_none()) {
      v = found;
      return;
    }
    auto decoded = dsl::decode(found, *type, name);
    if (decoded)
      v = std::move(*decoded);
    else if (problem_.empty())
      problem_ = decoded.error().message;
  }
  void read_marked(argument_record& a, std::string text, std::uint32_t operation) {
    if (text.starts_with('@'))
      read_as(a.name, a.bytes, value{std::move(text)}, types_.parameter(operation, a.name));
    else
      a.reference = std::move(text);
  }
  void wrong(std::string_view name, const value& v) {
    if (problem_.empty())
      problem_ = std::string{name} + " is " + v.kind_in_words();
  }
  template <class N>
  void number(std::string_view name, N& n, N usual = 0) {
    n = usual; // what is not written is the usual, whatever a new fact begins with
    const auto* v = find(name);
    if (v == nullptr)
      return;
    if (!v->is_int() || !std::in_range<N>(v->as_int()))
      return wrong(name, *v);
    n = static_cast<N>(v->as_int());
  }
  int choice(std::string_view name, int end) {
    int n = 0;
    number(name, n);
    if (n >= 0 && n < end)
      return n;
    if (problem_.empty())
      problem_ = std::string{name} + " is " + std::to_string(n);
    return 0;
  }

  const value* from_; ///< null: the fact's name stands alone
  const fields::types_of_values& types_;
  carried& before_;
  std::string& problem_;
};

using fact_reader = fact (*)(member_reader&);

template <class F>
fact read_one(member_reader& from) {
  F one;
  fields::visit(from, one);
  return one;
}

template <std::size_t... I>
constexpr auto readers(std::index_sequence<I...>) {
  return std::array<fact_reader, sizeof...(I)>{&read_one<std::variant_alternative_t<I, fact>>...};
}

result<fact> read_fact(const std::string& name, const value* members,
                       const fields::types_of_values& types, carried& before) {
  static constexpr auto by_kind = readers(std::make_index_sequence<std::variant_size_v<fact>>{});
  for (std::size_t kind = 0; kind < by_kind.size(); ++kind) {
    if (name != fields::names[kind])
      continue;
    std::string problem;
    member_reader from(members, types, before, problem);
    auto one = by_kind[kind](from);
    if (!problem.empty())
      return fail(errc::store_corrupt, "the fact " + name + ": " + problem);
    return one;
  }
  return fail(errc::record_newer, "this engine does not know the fact " + name,
              "start an engine of the version that wrote it");
}

void read_cause(const value& body, cause_info& cause) {
  const auto text = [&body](std::string_view name) {
    const auto* v = body.find(name);
    return v != nullptr && v->is_string() ? v->as_string() : std::string{};
  };
  cause = {text("by"), text("reason"), text("traceparent"), text("request"), text("event")};
}

auto corrupt(std::string what) {
  return fail(errc::store_corrupt, std::move(what), "restore the data folder from a backup");
}

} // namespace

result<record> decode_record(std::uint16_t version, std::string_view body,
                             const dsl::program& definition) {
  if (version > record::version_now)
    return fail(errc::record_newer,
                "a record of version " + std::to_string(version) + ", and this engine knows " +
                    std::to_string(record::version_now),
                "start an engine of the version that wrote it");
  const auto parsed = parse_json(body, {64, 64u << 20});
  if (!parsed)
    return corrupt("a record is not JSON: " + parsed.error().message);
  if (!parsed->is_list())
    return corrupt("a record is no list of facts");
  record r;
  r.version = version;
  const fields::types_of_values types(definition);
  carried before;
  const auto& items = parsed->as_list();
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (!items[i].is_string())
      return corrupt("a fact of a record has no name");
    const auto& name = items[i].as_string();
    const bool has_members = i + 1 < items.size() && items[i + 1].is_map();
    const auto* members = has_members ? &items[++i] : nullptr;
    if (name == "cause" && members != nullptr) {
      read_cause(*members, r.cause);
      continue;
    }
    auto one = read_fact(name, members, types, before);
    if (!one)
      return tl::unexpected(std::move(one.error()));
    r.facts.push_back(std::move(*one));
  }
  return r;
}

} // namespace gantry::engine
