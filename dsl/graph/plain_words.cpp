#include "dsl/graph/plain_words.hpp"

#include "dsl/expr/ast.hpp"

#include <algorithm>
#include <array>
#include <cctype>

namespace gantry::dsl::graph {
namespace {

constexpr std::size_t question_characters_max = 64;
constexpr std::size_t reason_characters_max = 72;

bool is_macro(std::string_view name) {
  static constexpr std::array<std::string_view, 10> macros{
      "all", "exists", "exists_one", "filter",   "map",
      "sum", "min_by", "max_by",     "group_by", "index_by"};
  return std::find(macros.begin(), macros.end(), name) != macros.end();
}

/// Words that the trade writes in capitals.
bool is_abbreviation(std::string_view word) {
  static constexpr std::array<std::string_view, 14> known{"asn", "crm", "edi", "erp", "gln",
                                                          "id",  "oms", "po",  "rma", "sku",
                                                          "tms", "url", "vat", "wms"};
  return std::find(known.begin(), known.end(), word) != known.end();
}

std::string in_capitals(std::string_view word) {
  std::string letters(word);
  std::transform(letters.begin(), letters.end(), letters.begin(), [](char c) {
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  });
  return letters;
}

std::string word_of_operator(std::string_view op) {
  if (op == "==")
    return "is";
  if (op == "!=")
    return "is not";
  if (op == "&&")
    return "and";
  if (op == "||")
    return "or";
  if (op == ">=")
    return "≥";
  if (op == "<=")
    return "≤";
  if (op == "*")
    return "×";
  if (op == "-")
    return "−";
  return std::string(op);
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

std::string words_of(std::string_view name) {
  std::string words;
  while (!name.empty()) {
    const auto end = std::min(name.find_first_of("_- "), name.size());
    const auto word = name.substr(0, end);
    words += is_abbreviation(word) ? in_capitals(word) : std::string(word);
    if (end < name.size())
      words += ' ';
    name.remove_prefix(std::min(end + 1, name.size()));
  }
  return words;
}

std::string title_of(std::string_view name) {
  auto words = words_of(name);
  if (!words.empty() && words.front() >= 'a' && words.front() <= 'z')
    words.front() = static_cast<char>(words.front() - 'a' + 'A');
  return words;
}

std::string system_of(std::string_view contract) {
  return contract.size() > 3 ? title_of(contract) : in_capitals(contract);
}

std::string choice_of(const std::vector<std::string>& texts) {
  std::string all;
  for (std::size_t i = 0; i < texts.size(); ++i)
    all += (i == 0 ? "" : i + 1 == texts.size() ? " or " : ", ") + texts[i];
  return all;
}

std::string shortened(std::string text, std::size_t characters_max) {
  const auto is_lead = [](char c) { return (c & 0xC0) != 0x80; };
  if (static_cast<std::size_t>(std::count_if(text.begin(), text.end(), is_lead)) <= characters_max)
    return text;
  std::size_t end = 0, seen = 0;
  for (; end < text.size() && seen < characters_max; ++end)
    seen += is_lead(text[end]) ? 1 : 0;
  const auto blank = text.rfind(' ', end - 1);
  text.resize(blank == std::string::npos || blank * 2 < end ? end - 1 : blank);
  while (!text.empty() && (text.back() == ' ' || text.back() == ',' || !is_lead(text.back())))
    text.pop_back();
  return text + " …";
}

std::string first_paragraph(std::string_view documentation) {
  std::string line;
  for (std::size_t begin = 0; begin < documentation.size();) {
    const auto end = std::min(documentation.find('\n', begin), documentation.size());
    const auto part = documentation.substr(begin, end - begin);
    if (part.find_first_not_of(" \t") == std::string_view::npos && !line.empty())
      break;
    line += (line.empty() ? "" : " ") + std::string(part);
    begin = end + 1;
  }
  return line;
}

std::string plain_words::say(const expression_syntax_ptr& e) const {
  return e ? say(*e) : std::string{};
}

std::string plain_words::say(const expression_syntax& e) const {
  switch (e.is) {
  case syntax_kind::literal: return literal(e);
  case syntax_kind::name: return words_of(e.name);
  case syntax_kind::field: {
    auto owner = say(*e.target);
    if (e.name == "choice" || e.name == "passed")
      return owner;
    // `stop.stopped` needs no owner to be understood.
    return e.name.starts_with(owner) ? words_of(e.name) : owner + " " + words_of(e.name);
  }
  case syntax_kind::index: return say(*e.target) + " " + say(*e.operands[0]);
  case syntax_kind::call: return call(e);
  case syntax_kind::list: return e.entries.empty() ? "nothing" : "one of several";
  case syntax_kind::map:
  case syntax_kind::record: return words_of(e.name);
  case syntax_kind::unary: return (e.name == "!" ? "not " : "−") + say(*e.operands[0]);
  case syntax_kind::binary: return binary(e);
  case syntax_kind::conditional:
    return say(*e.operands[1]) + " if " + say(*e.operands[0]) + ", else " + say(*e.operands[2]);
  }
  return {};
}

std::string plain_words::literal(const expression_syntax& e) const {
  if (e.constant.is_string())
    return words_of(e.constant.as_string());
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
  const bool is_zero =
      right.is == syntax_kind::literal && right.constant.is_int() && right.constant.as_int() == 0;
  if (is_zero && left.is == syntax_kind::call && left.name == "size" && !left.operands.empty()) {
    const auto what = say(*left.operands[0]);
    const bool is_call = left.operands[0]->is == syntax_kind::call;
    if (e.name == "==")
      return (is_call ? "nothing " : "no ") + what;
    if (e.name == ">")
      return (is_call ? "anything " : "any ") + what;
  }
  if (e.name == "==" && left.is == syntax_kind::field && left.name == "choice")
    return say(left) + ": " + say(right);
  if (right.is == syntax_kind::literal && right.constant.is_bool())
    return ((e.name == "==") == right.constant.as_bool() ? "" : "not ") + say(left);
  const auto text = say(left) + " " + word_of_operator(e.name) + " " + say(right);
  return e.is_parenthesised ? "(" + text + ")" : text;
}

std::string plain_words::call(const expression_syntax& e) const {
  if (e.target)
    return is_macro(e.name) && !e.operands.empty() ? macro(e) : method(e);
  if (e.operands.empty())
    return words_of(e.name);
  if (e.name == "size")
    return "number of " + say(*e.operands[0]);
  if (e.name == "string" || e.name == "decimal" || e.name == "int")
    return say(*e.operands[0]);
  auto told = documentation_(e.name);
  while (told.ends_with('.'))
    told.pop_back();
  if (!told.empty() && told.size() <= question_characters_max)
    return told;
  return words_of(e.name); // its arguments would hide what is asked
}

std::string plain_words::method(const expression_syntax& e) const {
  if (e.name == "orValue" || e.name == "with" || e.name == "flatten" || e.name == "trim")
    return say(*e.target);
  if (e.name == "size")
    return "number of " + say(*e.target);
  if (dotted_name(*e.target) == "math")
    return words_of(e.name);
  std::string text = say(*e.target) + " " + words_of(e.name);
  for (const auto& operand : e.operands)
    text += " " + say(*operand);
  return text;
}

std::string plain_words::macro(const expression_syntax& e) const {
  auto list = say(*e.target);
  const auto item = say(*e.operands[0]);
  const auto body = e.operands.size() > 1 ? without_item(say(*e.operands.back()), item) : item;
  if (e.name == "all")
    return "for all " + list + ": " + body;
  if (e.name == "exists" || e.name == "exists_one")
    return "one of " + list + ": " + body;
  if (e.name == "filter")
    return list + " where " + body;
  if (e.name == "sum")
    return "sum of " + list + " " + body;
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
