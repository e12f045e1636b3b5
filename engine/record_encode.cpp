#include "dsl/base/json.hpp"
#include "engine/record.hpp"
#include "engine/record_fields.hpp"

#include <algorithm>
#include <charconv>

namespace gantry::engine {
namespace {

using fields::carried;

/// Writes the members of one fact; without any, its name stands alone.
class member_writer {
public:
  member_writer(text_buffer& out, carried& before) : out_(out), before_(before) {}

  /// While writing, types are not asked for.
  struct no_types {
    struct no_program {
      dsl::type_ref input, returns;
    };
    [[nodiscard]] no_program program() const { return {}; }
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

  template <class T>
  void operator()(std::string_view name, const T& field) {
    (*this)(name, field, T{});
  }
  void operator()(std::string_view name, const std::string& text, std::string_view usual) {
    if (text == usual)
      return;
    member(name);
    put_json_string(out_, text);
  }
  void operator()(std::string_view name, const std::string& text) {
    (*this)(name, text, std::string_view{});
  }
  void operator()(std::string_view name, bool flag, bool usual) {
    if (flag == usual)
      return;
    member(name);
    out_.put(flag ? "true" : "false");
  }
  void operator()(std::string_view name, std::uint32_t n, std::uint32_t usual) {
    number(name, n, usual);
  }
  void operator()(std::string_view name, std::uint64_t n, std::uint64_t usual) {
    number(name, n, usual);
  }
  void operator()(std::string_view name, std::int64_t n, std::int64_t usual) {
    number(name, n, usual);
  }
  void operator()(std::string_view name, int n, int usual) { number(name, n, usual); }
  void operator()(std::string_view name, timestamp t) { number(name, t.ns, std::int64_t{0}); }
  void operator()(std::string_view name, const std::optional<timestamp>& t) {
    if (t)
      put_number(name, t->ns);
  }
  void operator()(std::string_view name, outcome::kind k) { number(name, static_cast<int>(k), 0); }
  void operator()(std::string_view name, timer_purpose p) { number(name, static_cast<int>(p), 0); }
  void operator()(std::string_view name, const std::vector<std::string>& texts) {
    if (texts.empty())
      return;
    member(name);
    char before = '[';
    for (const auto& text : texts) {
      out_.put(before);
      put_json_string(out_, text);
      before = ',';
    }
    out_.put(']');
  }
  void operator()(std::string_view name,
                  const std::vector<std::pair<std::string, std::string>>& pairs) {
    if (pairs.empty())
      return;
    member(name);
    char before = '{';
    for (const auto& [key, text] : pairs) {
      out_.put(before);
      put_json_string(out_, key);
      out_.put(':');
      put_json_string(out_, text);
      before = ',';
    }
    out_.put('}');
  }
  void address(std::string_view name, dsl::address at) {
    if (at != dsl::no_address)
      put_number(name, at + 1ULL);
  }
  void typed(std::string_view name, const value& v, const dsl::type_ref&) {
    if (v.is_none())
      return;
    member(name);
    put_json(out_, v);
  }

  void key(const call_key& key) {
    if (key == before_.key)
      return;
    member("key");
    put_json_string(out_, key);
    before_.now(key);
  }
  void node(const std::string& node) {
    if (node == before_.node)
      return;
    member("node");
    put_json_string(out_, node);
    before_.node = node;
  }
  void undo(bool undo) {
    (*this)("undo", undo, before_.undo);
    before_.undo = undo;
  }
  void attempt(attempt_number attempt) {
    (*this)("attempt", attempt, before_.attempt);
    before_.attempt = attempt;
  }

  void of_definition(const order_created&) {} // the order is pinned to it
  void of_step(const call_made&) {}           // node and `undo` say it
  /// `"@order@1.lines"` is a reference; a text of the flow that begins with `@` has a second one.
  void arguments(std::string_view name, const call_made& f) {
    if (f.arguments.empty())
      return;
    member(name);
    char before = '{';
    for (const auto& a : f.arguments) {
      out_.put(before);
      put_json_string(out_, a.name);
      out_.put(':');
      if (!a.reference.empty())
        put_json_string(out_, "@" + a.reference);
      else if (a.bytes.is_string() && a.bytes.as_string().starts_with('@'))
        put_json_string(out_, "@" + a.bytes.as_string());
      else
        put_json(out_, a.bytes);
      before = ',';
    }
    out_.put('}');
  }

  void finish() {
    if (begun_)
      out_.put('}');
  }

private:
  void member(std::string_view name) {
    char* at = out_.room(name.size() + 5);
    char* const from = at;
    *at++ = ',';
    if (!begun_)
      *at++ = '{';
    begun_ = true;
    *at++ = '"';
    at += name.copy(at, name.size());
    *at++ = '"';
    *at++ = ':';
    out_.took(static_cast<std::size_t>(at - from));
  }
  template <class N>
  void put_number(std::string_view name, N n) {
    member(name);
    constexpr std::size_t most = 24;
    char* const at = out_.room(most);
    out_.took(static_cast<std::size_t>(std::to_chars(at, at + most, n).ptr - at));
  }
  template <class N>
  void number(std::string_view name, N n, N usual) {
    if (n != usual)
      put_number(name, n);
  }

  text_buffer& out_;
  carried& before_;
  bool begun_ = false;
};

void put_name(text_buffer& out, std::string_view name, bool first) {
  out.put(first ? "[\"" : ",\"");
  out.put(name);
  out.put('"');
}

bool put_cause(text_buffer& out, const cause_info& cause) {
  const bool any = !cause.principal.empty() || !cause.reason.empty() ||
                   !cause.traceparent.empty() || !cause.request_id.empty() || !cause.event.empty();
  if (!any)
    return false;
  put_name(out, "cause", true);
  carried nothing;
  member_writer w(out, nothing);
  w("by", cause.principal);
  w("reason", cause.reason);
  w("traceparent", cause.traceparent);
  w("request", cause.request_id);
  w("event", cause.event);
  w.finish();
  return true;
}

/// A branch passes several statements in one record; only where it stands at the end means
/// something, unless it was inside a block, which calls are left to.
bool is_overtaken(const std::vector<fact>& facts, std::size_t i) {
  const auto* moved = std::get_if<branch_moved>(&facts[i]);
  if (moved == nullptr || moved->block != dsl::no_address)
    return false;
  return std::any_of(facts.begin() + static_cast<std::ptrdiff_t>(i) + 1, facts.end(),
                     [moved](const fact& later) {
                       const auto* other = std::get_if<branch_moved>(&later);
                       return other != nullptr && other->branch == moved->branch;
                     });
}

} // namespace

std::string encode(const record& r) {
  text_buffer out;
  bool first = !put_cause(out, r.cause);
  carried before;
  for (std::size_t i = 0; i < r.facts.size(); ++i) {
    if (is_overtaken(r.facts, i))
      continue;
    put_name(out, fields::names[r.facts[i].index()], first);
    first = false;
    member_writer w(out, before);
    // The description visits fields by reference for the reader's sake; the writer changes nothing.
    std::visit(
        [&w](const auto& one) {
          using type = std::remove_cvref_t<decltype(one)>;
          fields::visit(w, const_cast<type&>(one));
        },
        r.facts[i]);
    w.finish();
  }
  out.put(first ? "[]" : "]");
  return out.str();
}

} // namespace gantry::engine
