#include "dsl/base/json.hpp"
#include "engine/record.hpp"
#include "engine/record_fields.hpp"

#include <array>
#include <utility>

namespace gantry::engine {
namespace {

/// Reads the members of one JSON object; the first that does not fit stops it.
class member_reader {
public:
  member_reader(const value& from, const fields::types_of_values& types, std::string& problem)
      : from_(from), types_(types), problem_(problem) {}

  [[nodiscard]] const fields::types_of_values& types() const { return types_; }

  void operator()(std::string_view name, std::string& text) {
    if (const auto* v = find(name)) {
      if (v->is_string())
        text = v->as_string();
      else
        wrong(name, *v);
    }
  }
  void operator()(std::string_view name, bool& flag) {
    if (const auto* v = find(name)) {
      if (v->is_bool())
        flag = v->as_bool();
      else
        wrong(name, *v);
    }
  }
  void operator()(std::string_view name, std::uint32_t& n) { number(name, n); }
  void operator()(std::string_view name, std::uint64_t& n) { number(name, n); }
  void operator()(std::string_view name, std::int64_t& n) { number(name, n); }
  void operator()(std::string_view name, int& n) { number(name, n); }
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
    const auto* found = find(name);
    if (found == nullptr)
      return;
    if (!type) {
      v = *found;
      return;
    }
    auto decoded = dsl::decode(*found, *type, name);
    if (decoded)
      v = std::move(*decoded);
    else if (problem_.empty())
      problem_ = decoded.error().message;
  }
  template <class T, class Each>
  void list(std::string_view name, std::vector<T>& items, const Each& each) {
    const auto* v = find(name);
    if (v == nullptr)
      return;
    if (!v->is_list())
      return wrong(name, *v);
    for (const auto& item : v->as_list()) {
      member_reader of_item(item, types_, problem_);
      each(of_item, items.emplace_back());
    }
  }

private:
  [[nodiscard]] const value* find(std::string_view name) const {
    return problem_.empty() ? from_.find(name) : nullptr;
  }
  void wrong(std::string_view name, const value& v) {
    if (problem_.empty())
      problem_ = std::string{name} + " is " + v.kind_name();
  }
  template <class N>
  void number(std::string_view name, N& n) {
    n = 0; // what is not written is 0, whatever a new fact begins with
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

  const value& from_;
  const fields::types_of_values& types_;
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

result<fact> read_fact(const value& body, const fields::types_of_values& types) {
  static constexpr auto by_kind = readers(std::make_index_sequence<std::variant_size_v<fact>>{});
  const auto* name = body.find("fact");
  if (name == nullptr || !name->is_string())
    return fail(errc::store_corrupt, "a fact of a record has no name");
  for (std::size_t kind = 0; kind < by_kind.size(); ++kind) {
    if (name->as_string() != fields::names[kind])
      continue;
    std::string problem;
    member_reader from(body, types, problem);
    auto one = by_kind[kind](from);
    if (!problem.empty())
      return fail(errc::store_corrupt, "the fact " + name->as_string() + ": " + problem);
    return one;
  }
  return fail(errc::record_newer, "this engine does not know the fact " + name->as_string(),
              "start an engine of the version that wrote it");
}

void read_cause(const value& body, cause_info& cause) {
  const auto text = [&body](std::string_view name) {
    const auto* v = body.find(name);
    return v != nullptr && v->is_string() ? v->as_string() : std::string{};
  };
  cause = {text("by"), text("reason"), text("traceparent"), text("request"), text("event")};
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
    return fail(errc::store_corrupt, "a record is not JSON: " + parsed.error().message,
                "restore the data folder from a backup");
  const auto* facts = parsed->find("facts");
  if (facts == nullptr || !facts->is_list())
    return fail(errc::store_corrupt, "a record has no list of facts",
                "restore the data folder from a backup");
  record r;
  r.version = version;
  if (const auto* cause = parsed->find("cause"))
    read_cause(*cause, r.cause);
  const fields::types_of_values types(definition);
  r.facts.reserve(facts->as_list().size());
  for (const auto& each : facts->as_list()) {
    auto one = read_fact(each, types);
    if (!one)
      return tl::unexpected(std::move(one.error()));
    r.facts.push_back(std::move(*one));
  }
  return r;
}

} // namespace gantry::engine
