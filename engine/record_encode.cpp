#include "dsl/base/json.hpp"
#include "engine/record.hpp"
#include "engine/record_fields.hpp"

#include <charconv>

namespace gantry::engine {
namespace {

/// Appends the members of one JSON object; members that say nothing (empty, 0, false, none) are
/// left out.
class member_writer {
public:
  member_writer(std::string& out, bool begun) : out_(out), begun_(begun) {}

  /// While writing, types are not asked for.
  struct no_types {
    struct no_program {
      dsl::type_ref input, returns;
    };
    [[nodiscard]] no_program program() const { return {}; }
    template <class... As>
    [[nodiscard]] dsl::type_ref parameter(const As&...) const {
      return nullptr;
    }
    template <class... As>
    [[nodiscard]] dsl::type_ref result(const As&...) const {
      return nullptr;
    }
    template <class... As>
    [[nodiscard]] dsl::type_ref finder_result(const As&...) const {
      return nullptr;
    }
    template <class... As>
    [[nodiscard]] dsl::type_ref error_record(const As&...) const {
      return nullptr;
    }
    template <class... As>
    [[nodiscard]] dsl::type_ref slot(const As&...) const {
      return nullptr;
    }
    template <class... As>
    [[nodiscard]] dsl::type_ref event(const As&...) const {
      return nullptr;
    }
  };
  [[nodiscard]] no_types types() const { return {}; }

  void operator()(std::string_view name, const std::string& text) {
    if (text.empty())
      return;
    member(name);
    append_json_string(out_, text);
  }
  void operator()(std::string_view name, bool flag) {
    if (!flag)
      return;
    member(name);
    out_ += "true";
  }
  void operator()(std::string_view name, std::uint32_t n) { number(name, n); }
  void operator()(std::string_view name, std::uint64_t n) { number(name, n); }
  void operator()(std::string_view name, std::int64_t n) { number(name, n); }
  void operator()(std::string_view name, int n) { number(name, n); }
  void operator()(std::string_view name, timestamp t) { number(name, t.ns); }
  void operator()(std::string_view name, const std::optional<timestamp>& t) {
    if (t)
      number(name, t->ns);
  }
  void operator()(std::string_view name, outcome::kind k) { number(name, static_cast<int>(k)); }
  void operator()(std::string_view name, timer_purpose p) { number(name, static_cast<int>(p)); }
  void operator()(std::string_view name, const std::vector<std::string>& texts) {
    if (texts.empty())
      return;
    member(name);
    char before = '[';
    for (const auto& text : texts) {
      out_ += before;
      append_json_string(out_, text);
      before = ',';
    }
    out_ += ']';
  }
  void operator()(std::string_view name,
                  const std::vector<std::pair<std::string, std::string>>& pairs) {
    if (pairs.empty())
      return;
    member(name);
    char before = '{';
    for (const auto& [key, text] : pairs) {
      out_ += before;
      append_json_string(out_, key);
      out_ += ':';
      append_json_string(out_, text);
      before = ',';
    }
    out_ += '}';
  }
  void address(std::string_view name, dsl::address at) {
    if (at == dsl::no_address)
      return;
    number(name, at + 1ULL);
  }
  void typed(std::string_view name, const value& v, const dsl::type_ref&) {
    if (v.is_none())
      return;
    member(name);
    append_json(out_, v);
  }
  template <class T, class Each>
  void list(std::string_view name, std::vector<T>& items, const Each& each) {
    if (items.empty())
      return;
    member(name);
    char before = '[';
    for (auto& item : items) {
      out_ += before;
      out_ += '{';
      member_writer of_item(out_, false);
      each(of_item, item);
      out_ += '}';
      before = ',';
    }
    out_ += ']';
  }

private:
  void member(std::string_view name) {
    if (begun_)
      out_ += ',';
    begun_ = true;
    out_ += '"';
    out_ += name;
    out_ += "\":";
  }
  template <class N>
  void number(std::string_view name, N n) {
    if (n == 0)
      return;
    member(name);
    char digits[24];
    const auto end = std::to_chars(digits, digits + sizeof digits, n).ptr;
    out_.append(digits, end);
  }

  std::string& out_;
  bool begun_;
};

void append_cause(std::string& out, const cause_info& cause) {
  member_writer w(out, false);
  w("by", cause.principal);
  w("reason", cause.reason);
  w("traceparent", cause.traceparent);
  w("request", cause.request_id);
  w("event", cause.event);
}

} // namespace

std::string encode(const record& r) {
  std::string out;
  out.reserve(256 + r.facts.size() * 128);
  out += R"({"cause":{)";
  append_cause(out, r.cause);
  out += R"(},"facts":[)";
  bool first = true;
  for (const auto& f : r.facts) {
    out += first ? R"({"fact":")" : R"(,{"fact":")";
    first = false;
    out += fields::names[f.index()];
    out += '"';
    member_writer w(out, true);
    // The description visits fields by reference for the reader's sake; the writer changes nothing.
    std::visit(
        [&w](const auto& one) {
          using type = std::remove_cvref_t<decltype(one)>;
          fields::visit(w, const_cast<type&>(one));
        },
        f);
    out += '}';
  }
  out += "]}";
  return out;
}

} // namespace gantry::engine
