#include "dsl/graph/plain_words.hpp"

#include "dsl/expr/ast.hpp"
#include "dsl/graph/operators_in_words.hpp"

#include <algorithm>
#include <array>
#include <cctype>

namespace gantry::dsl::graph {
namespace {

constexpr std::size_t question_characters_max = 120;
constexpr std::size_t documentation_characters_max = 64;
constexpr std::size_t reason_characters_max = 72;

bool is_macro(std::string_view name) {
  static constexpr std::array<std::string_view, 12> macros{
      "all",    "exists", "exists_one", "filter",   "map",     "sum",
      "min_by", "max_by", "group_by",   "index_by", "sort_by", "sortBy"};
  return std::find(macros.begin(), macros.end(), name) != macros.end();
}

std::string unit_word(std::string_view unit, bool is_one) {
  std::string word = unit == "ms"    ? "millisecond"
                     : unit == "s"   ? "second"
                     : unit == "min" ? "minute"
                     : unit == "h"   ? "hour"
                     : unit == "d"   ? "day"
                                     : std::string(unit);
  return is_one ? word : word + "s";
}

/// `1d12h` as `1 day 12 hours`.
std::string duration_words(std::string_view literal) {
  std::string all;
  for (std::size_t at = 0; at < literal.size();) {
    const auto is_figure = [&](std::size_t i) {
      return (literal[i] >= '0' && literal[i] <= '9') || literal[i] == '.';
    };
    auto end = at;
    while (end < literal.size() && is_figure(end))
      ++end;
    auto unit = end;
    while (unit < literal.size() && !is_figure(unit))
      ++unit;
    const auto count = literal.substr(at, end - at);
    all += (all.empty() ? "" : " ") + std::string(count) + " " +
           unit_word(literal.substr(end, unit - end), count == "1");
    at = unit == at ? literal.size() : unit;
  }
  return all;
}

/// The name of what one item of a list is called in its macro is noise: `quantity`, not `l
/// quantity`.
std::string without_item(std::string text, const std::string& item) {
  const std::string lead = item + " ";
  for (auto at = text.find(lead); at != std::string::npos; at = text.find(lead, at))
    if (at == 0 || text[at - 1] == ' ' || text[at - 1] == '(')
      text.erase(at, lead.size());
    else
      at += lead.size();
  return text;
}

/// `startsWith` as `starts with`.
std::string parted_words(std::string_view name) {
  std::string words;
  for (const char c : name)
    words += c >= 'A' && c <= 'Z' ? std::string(" ") + static_cast<char>(c - 'A' + 'a')
                                  : std::string(1, c);
  return words_of(words);
}

/// A text that is a name (`send_again`, `edi-desk`) reads as words; all others stay as they are.
bool is_name(std::string_view text) {
  const auto is_part = [](char c) { return (c >= 'a' && c <= 'z') || c == '_' || c == '-'; };
  return !text.empty() && text.front() >= 'a' && text.front() <= 'z' &&
         std::all_of(text.begin(), text.end(), is_part);
}

bool is_whole_number(const expression_syntax& e, std::int64_t number) {
  return e.is == syntax_kind::literal && e.constant.is_int() && e.constant.as_int() == number;
}

/// What a `size` counts; null for all else.
const expression_syntax* counted_by(const expression_syntax& e) {
  if (e.is != syntax_kind::call || e.name != "size")
    return nullptr;
  return e.target ? e.target.get() : e.operands.empty() ? nullptr : e.operands[0].get();
}

/// `null`, `none` and `optional.none()`.
bool is_nothing(const expression_syntax& e) {
  return (e.is == syntax_kind::literal && e.constant.is_none()) ||
         (e.is == syntax_kind::name && e.name == "none") ||
         (e.is == syntax_kind::call && e.name == "none" && e.operands.empty());
}

/// Defaults that only say "not there": `.orValue(false)`.
bool is_blank(const expression_syntax& e) {
  if (e.is == syntax_kind::list)
    return e.entries.empty();
  if (e.is != syntax_kind::literal)
    return false;
  const value& it = e.constant;
  return (it.is_bool() && !it.as_bool()) || (it.is_string() && it.as_string().empty()) ||
         is_whole_number(e, 0) || (it.is_decimal() && it.as_decimal() == decimal{});
}

/// `order.issued_at`, `window.not_after + 1d`: earlier and later, and not less and more.
bool names_a_time(const expression_syntax& e) {
  if (e.is == syntax_kind::binary && (e.name == "+" || e.name == "-"))
    return names_a_time(*e.operands[0]) || names_a_time(*e.operands[1]);
  if (e.is == syntax_kind::name)
    return e.name == "now";
  return (e.is == syntax_kind::field &&
          (e.name == "at" || e.name.ends_with("_at") || e.name == "not_after" ||
           e.name == "not_before" || e.name.ends_with("_date"))) ||
         (e.is == syntax_kind::call && !e.target && e.name == "timestamp");
}

bool is_bound(const expression_syntax& e) {
  return e.is == syntax_kind::binary &&
         (e.name == "<" || e.name == "<=" || e.name == ">" || e.name == ">=");
}

/// The texts that are joined by `+`, with an ellipsis for all else.
void collect_reason(const expression_syntax& e, std::string& out) {
  if (e.is == syntax_kind::binary && e.name == "+") {
    collect_reason(*e.operands[0], out);
    collect_reason(*e.operands[1], out);
  } else if (e.is == syntax_kind::literal && e.constant.is_string()) {
    out += e.constant.as_string();
  } else if (!out.ends_with("…")) {
    out += "…";
  }
}

} // namespace

std::string plain_words::say(const expression_syntax_ptr& e) const {
  return e ? say(*e) : std::string{};
}

std::string plain_words::say(const expression_syntax& e) const {
  switch (e.is) {
  case syntax_kind::literal: return literal(e);
  case syntax_kind::name: return is_nothing(e) ? "nothing" : words_of(e.name);
  case syntax_kind::field: {
    auto owner = say(*e.target);
    if (e.name == "choice" || e.name == "passed")
      return owner;
    // `stop.stopped` needs no owner to be understood.
    return e.name.starts_with(owner) ? words_of(e.name) : owner + " " + words_of(e.name);
  }
  case syntax_kind::index:
    return is_whole_number(*e.operands[0], 0) ? "first of " + say(*e.target)
                                              : say(*e.target) + " " + say(*e.operands[0]);
  case syntax_kind::call: return is_nothing(e) ? "nothing" : call(e);
  case syntax_kind::list: {
    constexpr std::size_t items_max = 4;
    std::vector<std::string> items;
    for (const auto& entry : e.entries)
      items.push_back(say(entry.value));
    return items.empty()              ? "nothing"
           : items.size() > items_max ? "one of several"
                                      : choice_of(items);
  }
  case syntax_kind::map:
  case syntax_kind::record: return words_of(e.name);
  case syntax_kind::unary:
    return e.name == "!" ? negated(*e.operands[0]) : "−" + say(*e.operands[0]);
  case syntax_kind::binary: return binary(e);
  case syntax_kind::conditional: {
    const auto text =
        say(*e.operands[1]) + " if " + say(*e.operands[0]) + ", else " + say(*e.operands[2]);
    return e.is_parenthesised ? "(" + text + ")" : text;
  }
  }
  return {};
}

std::string plain_words::literal(const expression_syntax& e) const {
  if (e.constant.is_string()) {
    const auto& text = e.constant.as_string();
    return text.empty() ? "empty" : is_name(text) ? words_of(text) : "“" + text + "”";
  }
  if (e.constant.is_none())
    return "nothing";
  if (e.constant.is_duration())
    return duration_words(e.name);
  if (e.constant.is_bool())
    return e.constant.as_bool() ? "yes" : "no";
  if (e.constant.is_decimal() && e.name.ends_with("m"))
    return e.name.substr(0, e.name.size() - 1);
  return e.name;
}

std::string plain_words::binary(const expression_syntax& e) const {
  const auto& left = *e.operands[0];
  const auto& right = *e.operands[1];
  std::string text;
  if (e.name == "&&" || e.name == "||")
    text = both(e);
  else if (e.name == "in")
    text = among(e, false);
  else
    text = compared(left, e.name, right);
  return e.is_parenthesised ? "(" + text + ")" : text;
}

/// Two bounds of one value are a range. What is said after a negation or a list is set off, so that
/// it does not read as a part of it.
std::string plain_words::both(const expression_syntax& e) const {
  const auto& left = *e.operands[0];
  const auto& right = *e.operands[1];
  if (e.name == "&&" && is_bound(left) && is_bound(right)) {
    struct bound {
      std::string what, op, to;
    };
    const auto bound_of = [&](const expression_syntax& b, bool is_turned) {
      const auto op = std::string(is_turned ? turned_round(b.name) : std::string_view(b.name));
      return bound{say(*b.operands[is_turned ? 1 : 0]), op, say(*b.operands[is_turned ? 0 : 1])};
    };
    for (const bool is_left_turned : {false, true})
      for (const bool is_right_turned : {false, true}) {
        auto low = bound_of(left, is_left_turned), high = bound_of(right, is_right_turned);
        if (low.op.front() == '<')
          std::swap(low, high);
        if (low.what != high.what || low.op.front() != '>' || high.op.front() != '<')
          continue;
        if (low.op == ">=" && high.op == "<=")
          return low.what + " from " + low.to + " to " + high.to;
        return low.what + " " + word_of_operator(low.op) + " " + low.to + " and " +
               word_of_operator(high.op) + " " + high.to;
      }
  }
  const auto one = asked(left), other = asked(right);
  const bool is_long = one.starts_with("not ") || one.find(": ") != std::string::npos ||
                       other.find(": ") != std::string::npos;
  return one + (is_long ? ", " : " ") + word_of_operator(e.name) + " " + other;
}

/// `fee or refund` of a list that is written out.
std::string plain_words::among(const expression_syntax& e, bool is_negated) const {
  const auto& list = *e.operands[1];
  const bool is_written = list.is == syntax_kind::list && !list.entries.empty();
  return say(*e.operands[0]) + (is_negated ? " is not " : " is ") +
         (is_written ? say(list) : "one of " + say(list));
}

std::string plain_words::counted(const expression_syntax& what, std::string_view op,
                                 const expression_syntax& right) const {
  const bool is_zero = is_whole_number(right, 0);
  const bool is_none =
      (is_zero && (op == "==" || op == "<=")) || (is_whole_number(right, 1) && op == "<");
  const bool is_any =
      (is_zero && (op == ">" || op == "!=")) || (is_whole_number(right, 1) && op == ">=");
  // `nothing still open`: of a define its name, because its documentation is a sentence.
  const bool is_define = what.is == syntax_kind::call && !what.target;
  const auto counted_words = is_define ? words_of(what.name) : say(what);
  if (is_none)
    return (is_define ? "nothing " : "no ") + counted_words;
  if (is_any)
    return (is_define ? "anything " : "any ") + counted_words;
  return "number of " + say(what) + " " + word_of_operator(op) + " " + say(right);
}

std::string plain_words::compared(const expression_syntax& left, std::string_view op,
                                  const expression_syntax& right) const {
  const bool is_equality = op == "==" || op == "!=";
  if (const auto* what = counted_by(left); what != nullptr && !opposite_of(op).empty())
    return counted(*what, op, right);
  if (is_equality && is_nothing(right))
    return say(left) + (op == "==" ? " is missing" : " is there");
  if (op == "==" && left.is == syntax_kind::field && left.name == "choice")
    return say(left) + ": " + say(right);
  if (is_equality && right.is == syntax_kind::literal && right.constant.is_bool())
    return (op == "==") == right.constant.as_bool() ? say(left) : negated(left);
  const bool is_time = names_a_time(left) || names_a_time(right);
  return asked(left) + " " + (is_time ? word_of_time(op) : word_of_operator(op)) + " " +
         asked(right);
}

/// The sentence of a define stands in quotes beside what it is compared with.
std::string plain_words::asked(const expression_syntax& e) const {
  const auto text = say(e);
  const bool is_sentence = e.is == syntax_kind::call && !e.target && text != words_of(e.name) &&
                           !documentation_(e.name).empty();
  return is_sentence ? "“" + text + "”" : text;
}

/// What is not so, in words of its own: a `not` before a long text reads as part of it.
std::string plain_words::negated(const expression_syntax& e) const {
  if (e.is == syntax_kind::unary && e.name == "!")
    return say(*e.operands[0]);
  if (e.is == syntax_kind::binary && !opposite_of(e.name).empty())
    return compared(*e.operands[0], opposite_of(e.name), *e.operands[1]);
  if (e.is == syntax_kind::binary && e.name == "in")
    return among(e, true);
  if (e.is == syntax_kind::binary && e.name == "||")
    return "neither " + asked(*e.operands[0]) + " nor " + asked(*e.operands[1]);
  if (e.is == syntax_kind::binary && e.name == "&&")
    return "not both " + asked(*e.operands[0]) + " and " + asked(*e.operands[1]);
  if (e.is == syntax_kind::call && e.name == "has" && e.operands.size() == 1)
    return say(*e.operands[0]) + " is missing";
  if (e.is == syntax_kind::call && e.target && e.name == "hasValue")
    return say(*e.target) + " is missing";
  if (e.is == syntax_kind::call && e.target && e.operands.size() > 1) {
    if (e.name == "exists")
      return quantified("none of ", e, false);
    if (e.name == "all")
      return quantified("any of ", e, true);
  }
  return "not " + asked(e);
}

std::string plain_words::call(const expression_syntax& e) const {
  if (e.target)
    return is_macro(e.name) && !e.operands.empty() ? macro(e) : method(e);
  if (e.operands.empty())
    return words_of(e.name);
  if (e.name == "size")
    return "number of " + say(*e.operands[0]);
  if (e.name == "has")
    return say(*e.operands[0]) + " is there";
  static constexpr std::array<std::string_view, 10> conversions{
      "string", "decimal", "int", "uint", "double", "timestamp", "duration", "bool", "dyn", "text"};
  if (std::find(conversions.begin(), conversions.end(), e.name) != conversions.end())
    return say(*e.operands[0]);
  auto told = documentation_(e.name);
  while (told.ends_with('.'))
    told.pop_back();
  if (!told.empty() && told.size() <= documentation_characters_max)
    return told;
  return words_of(e.name); // its arguments would hide what is asked
}

std::string plain_words::method(const expression_syntax& e) const {
  if (e.name == "with" || e.name == "flatten" || e.name == "trim" || e.name == "value" ||
      e.name == "distinct" || e.name == "sort" || e.name == "lowerAscii" || e.name == "upperAscii")
    return say(*e.target);
  if ((e.name == "orValue" || e.name == "or") && !e.operands.empty())
    return is_blank(*e.operands[0]) ? say(*e.target)
                                    : say(*e.target) + ", else " + say(*e.operands[0]);
  if (e.name == "hasValue")
    return say(*e.target) + " is there";
  if (e.name == "size")
    return "number of " + say(*e.target);
  if (dotted_name(*e.target) == "math") {
    std::vector<std::string> of;
    for (const auto& operand : e.operands)
      of.push_back(say(*operand));
    return parted_words(e.name) + " of " + choice_of(of);
  }
  std::string text = say(*e.target) + " " + parted_words(e.name);
  for (const auto& operand : e.operands)
    text += " " + say(*operand);
  return text;
}

/// `for any of lines: quantity > 3`; an item that is asked itself is not named: `any of tags is x`.
std::string plain_words::quantified(std::string_view lead, const expression_syntax& e,
                                    bool is_negated) const {
  const auto item = say(*e.operands[0]);
  const auto& asked = *e.operands.back();
  const auto body = without_item(is_negated ? negated(asked) : say(asked), item);
  const bool is_verb = body.starts_with("is ") || body.starts_with("> ") || body.starts_with("< ");
  const auto list = std::string(lead) + say(*e.target);
  return is_verb ? list + " " + body : "for " + list + ": " + body;
}

std::string plain_words::macro(const expression_syntax& e) const {
  if (e.operands.size() > 1) {
    if (e.name == "all")
      return quantified("all of ", e, false);
    if (e.name == "exists")
      return quantified("any of ", e, false);
    if (e.name == "exists_one")
      return quantified("exactly one of ", e, false);
  }
  auto list = say(*e.target);
  const auto item = say(*e.operands[0]);
  const auto body = e.operands.size() > 1 ? without_item(say(*e.operands.back()), item) : item;
  if (e.name == "filter")
    return list + " where " + body;
  if (e.name == "sum")
    return "sum of " + body + " over " + list;
  if (e.name == "min_by" || e.name == "max_by")
    return list + " with the " + (e.name == "min_by" ? "least " : "greatest ") + body;
  if (e.name == "map" && e.operands.size() == 2 && body != item)
    return body + " of " + list;
  if (e.name == "group_by")
    return list + " by " + body;
  return list;
}

std::string plain_words::question(const expression_syntax_ptr& e) const {
  auto text = say(e);
  while (!text.empty() && (text.back() == '.' || text.back() == '?'))
    text.pop_back();
  text = shortened(std::move(text), question_characters_max);
  if (!text.empty() && text.front() >= 'a' && text.front() <= 'z')
    text.front() = static_cast<char>(text.front() - 'a' + 'A');
  return text.ends_with("…") ? text : text + "?";
}

std::string plain_words::reason(const expression_syntax_ptr& e) const {
  if (!e)
    return {};
  std::string text;
  collect_reason(*e, text);
  if (text == "…" && e->is == syntax_kind::field)
    return words_of(e->name);
  return shortened(std::move(text), reason_characters_max);
}

std::string plain_words::rounds(const expression_syntax_ptr& at_most) const {
  if (at_most && at_most->is == syntax_kind::call && at_most->name == "size" &&
      (at_most->target || !at_most->operands.empty()))
    return "as many rounds as " + say(at_most->target ? *at_most->target : *at_most->operands[0]);
  return say(at_most) + " rounds";
}

std::string plain_words::say(const syntax::span& s) const {
  if (s.counts == syntax::span::unit::duration)
    return say(s.length);
  const std::string unit =
      s.counts == syntax::span::unit::workdays ? "working day" : "working hour";
  return std::to_string(s.count) + " " + unit + (s.count == 1 ? "" : "s");
}

std::string plain_words::say(const syntax::when& w) const {
  auto text = w.within ? "within " + say(*w.within) : "by " + say(w.by);
  if (w.of_stage && w.of_stage->text != "started")
    text += " of “" + title_of(w.of_stage->text) + "”";
  return text;
}

} // namespace gantry::dsl::graph
