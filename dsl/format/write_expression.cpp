#include "dsl/format/flow_writer.hpp"

#include <algorithm>
#include <utility>

/// Expressions.
namespace gantry::dsl::layout {

namespace {

int strength_of(std::string_view op) {
  if (op == "||")
    return 1;
  if (op == "&&")
    return 2;
  if (op == "+" || op == "-")
    return 4;
  return op == "*" || op == "/" || op == "%" ? 5 : 3;
}

bool is_collection(const expression_syntax& e) {
  const bool collects =
      e.is == syntax_kind::list || e.is == syntax_kind::map || e.is == syntax_kind::record;
  return collects && !e.is_parenthesised && !e.entries.empty();
}

/// Ends with brackets that may open on the line where it begins.
bool hugs(const expression_syntax& e) {
  if (is_collection(e))
    return true;
  constexpr std::size_t arguments_max = 2;
  return e.is == syntax_kind::call && !e.is_parenthesised && !e.operands.empty() &&
         e.operands.size() <= arguments_max && hugs(*e.operands.back());
}

bool is_access(const expression_syntax& e) {
  return e.target != nullptr &&
         (e.is == syntax_kind::field || e.is == syntax_kind::index || e.is == syntax_kind::call);
}

constexpr int continued = 4; // columns that a line stands further right than what it continues

} // namespace

piece flow_writer::expression(const expression_syntax& e) {
  const std::size_t last = text_.end_of(e.at) - 1;
  if (!at("(") || close_of_next() != last)
    return bare_expression(e);
  // As many brackets as are written, also doubled ones.
  const std::size_t open = at_;
  line_of line(*this);
  line.token();
  pieces inner;
  if (at("(") && close_of_next() + 1 == text_.tokens()[open].partner) {
    expression_syntax without = e;
    without.at.end_line = text_.tokens()[last].at.line;
    without.at.end_column = text_.tokens()[last].at.column;
    line.add(expression(without));
  } else {
    line.add(make_align(bare_expression(e)));
  }
  return line.until(last + 1).done();
}

piece flow_writer::plain_tokens(std::size_t end) {
  line_of line(*this);
  while (at_ < end)
    line.tight().token();
  return line.done();
}

piece flow_writer::bare_expression(const expression_syntax& e) {
  if (is_access(e))
    return access(e);
  switch (e.is) {
  case syntax_kind::call: return function_call(e);
  case syntax_kind::list:
  case syntax_kind::map:
  case syntax_kind::record: return collection(e);
  case syntax_kind::binary: return operators(e);
  case syntax_kind::conditional: return conditional(e);
  case syntax_kind::unary: {
    line_of line(*this);
    line.token();
    return line.add_tight(expression(*e.operands[0])).done();
  }
  default: return plain_tokens(std::max(at_ + 1, text_.end_of(e.at)));
  }
}

/// A sign between operands begins a line, so what is said behind it, or on lines of their own after
/// it, stands before it.
void flow_writer::put_comments_before(std::size_t sign, std::string_view text) {
  auto& tokens = text_.tokens();
  if (sign == 0 || sign + 1 >= tokens.size() || tokens[sign].text != text)
    return;
  auto& operand = tokens[sign - 1].behind;
  auto& before = tokens[sign].before;
  const auto move_all = [](std::vector<written_comment>& from, std::vector<written_comment>& to) {
    to.insert(to.end(), from.begin(), from.end());
    from.clear();
  };
  move_all(tokens[sign].behind, operand.empty() && before.empty() ? operand : before);
  move_all(tokens[sign + 1].before, before);
}

/// What is said behind the last of several parts stands in their column.
void flow_writer::comments_before_close(std::size_t close, pieces& into) {
  auto& said = text_.tokens()[close].before;
  for (const written_comment& c : said)
    into.push_back(make_comment(c.text));
  said.clear();
}

/// `a + b + c`: operators of one strength are one chain, and stand at the beginning of lines.
piece flow_writer::operators(const expression_syntax& e) {
  std::vector<const expression_syntax*> chain{&e};
  const int strength = strength_of(e.name);
  while (true) {
    const expression_syntax& left = *chain.back()->operands[0];
    if (left.is != syntax_kind::binary || left.is_parenthesised ||
        strength_of(left.name) != strength)
      break;
    chain.push_back(&left);
  }
  std::reverse(chain.begin(), chain.end());
  for (const expression_syntax* link : chain)
    put_comments_before(text_.begin_of(link->name_at), link->name);
  pieces parts{expression(*chain.front()->operands[0])};
  for (const expression_syntax* link : chain) {
    line_of line(*this);
    line.token().add(expression(*link->operands[1]));
    parts.push_back(line.done());
  }
  // `x in [`: what opens brackets stays on the line, and its items have lines of their own.
  const bool is_open = chain.size() == 1 && hugs(*e.operands[1]) && is_collection(*e.operands[1]);
  if (is_open && chain.front()->name == "in" &&
      text_.tokens()[text_.begin_of(e.name_at) - 1].behind.empty() &&
      text_.tokens()[text_.begin_of(e.name_at)].before.empty())
    return make_sequence({std::move(parts.front()), make_spaces(1), std::move(parts.back())});
  constexpr int last_logical = 2;
  if (strength > last_logical)
    return make_indent(continued, make_fill(std::move(parts)));
  pieces broken{std::move(parts.front())};
  for (std::size_t i = 1; i < parts.size(); ++i) {
    broken.push_back(make_gap());
    broken.push_back(std::move(parts[i]));
  }
  return make_group(make_indent(continued, make_sequence(std::move(broken))));
}

piece flow_writer::conditional(const expression_syntax& e) {
  for (const expression_syntax* link = &e; link->is == syntax_kind::conditional;
       link = link->operands[2].get()) {
    put_comments_before(text_.begin_of(link->operands[1]->at) - 1, "?");
    put_comments_before(text_.begin_of(link->operands[2]->at) - 1, ":");
    if (link->operands[2]->is_parenthesised)
      break;
  }
  line_of line(*this);
  line.add(expression(*e.operands[0]));
  line.instead(make_gap()).token().add(expression(*e.operands[1]));
  const expression_syntax* rest = e.operands[2].get();
  while (rest->is == syntax_kind::conditional && !rest->is_parenthesised) {
    line.instead(make_gap()).token().add(expression(*rest->operands[0]));
    line.instead(make_spaces(1)).token().add(expression(*rest->operands[1]));
    rest = rest->operands[2].get();
  }
  line.instead(make_gap()).token().add(expression(*rest));
  return make_group(make_indent(2, line.done()));
}

piece flow_writer::function_call(const expression_syntax& e) {
  line_of line(*this);
  while (!at("("))
    line.tight().token();
  return line.add_tight(arguments_of(e)).done();
}

/// `list.filter(…).map(…)`: a chain of calls breaks before them.
piece flow_writer::access(const expression_syntax& e) {
  std::vector<const expression_syntax*> chain{&e};
  while (is_access(*chain.back()->target) && !chain.back()->target->is_parenthesised)
    chain.push_back(chain.back()->target.get());
  std::reverse(chain.begin(), chain.end());
  const auto calls = std::count_if(chain.begin(), chain.end(), [](const expression_syntax* link) {
    return link->is == syntax_kind::call;
  });
  pieces parts{expression(*chain.front()->target)};
  std::size_t called = 0;
  for (const expression_syntax* link : chain) {
    const bool is_call = link->is == syntax_kind::call;
    if (is_call && called++ > 0 && calls > 1)
      parts.push_back(make_gap(0));
    parts.push_back(segment(*link));
  }
  piece all = make_sequence(std::move(parts));
  return calls > 1 ? make_group(make_indent(2, std::move(all))) : all;
}

piece flow_writer::segment(const expression_syntax& e) {
  line_of line(*this);
  if (e.is == syntax_kind::index) {
    line.token().add(expression(*e.operands[0]));
    return line.token().done();
  }
  line.token().token(); // the point and the name
  if (e.is == syntax_kind::call)
    line.add_tight(arguments_of(e));
  return line.done();
}

piece flow_writer::arguments_of(const expression_syntax& call) {
  const std::size_t close = close_of_next();
  line_of line(*this);
  line.token();
  pieces items;
  line_of item(*this);
  for (std::size_t i = 0; i < call.operands.size(); ++i) {
    item.add(expression(*call.operands[i]));
    if (at(","))
      item.token();
    const bool is_commented =
        !text_.tokens()[at_ - 1].behind.empty() || !text_.tokens()[at_].before.empty();
    // The name of a macro's item stays with what is said about it.
    const bool stays = i == 0 && !is_commented && call.target != nullptr &&
                       call.operands.size() == 2 && call.operands[0]->is == syntax_kind::name;
    if (!stays)
      items.push_back(std::exchange(item, line_of(*this)).done());
  }
  pieces said;
  comments_before_close(close, said);
  if (!said.empty())
    items.push_back(make_sequence(std::move(said)));
  const bool last_hugs = !call.operands.empty() && hugs(*call.operands.back());
  line.add_tight(make_arguments(std::move(items), last_hugs));
  return line.tight().until(close + 1).done();
}

piece flow_writer::entry(const expression_syntax& of, const expression_syntax::entry& e,
                         int key_width) {
  line_of line(*this);
  if (at("?"))
    line.token().tight();
  if (of.is == syntax_kind::list) {
    line.add(expression(*e.value));
  } else {
    const int first = static_cast<int>(at_);
    int width = 0;
    const std::size_t value = text_.begin_of(e.value->at);
    for (std::size_t i = at_; i + 1 < value; ++i)
      width += width_of(text_.tokens()[i].text);
    if (e.key != nullptr)
      line.add(expression(*e.key)).tight();
    while (at_ < value) {
      line.tight();
      line.token();
    }
    const bool one_word = static_cast<int>(value) == first + 2;
    line.instead(make_sequence(
        {make_padding(one_word ? std::max(0, key_width - width) : 0), make_spaces(1)}));
    line.add(expression(*e.value));
  }
  if (at(","))
    line.token();
  return line.done();
}

/// `[…]`, `{…}` and `Type { … }`: on one line, or an entry a line with the values aligned.
piece flow_writer::collection(const expression_syntax& e) {
  line_of line(*this);
  while (!at("{") && !at("[") && !at("[?"))
    line.tight().token();
  const std::size_t close = close_of_next();
  const bool is_record = e.is == syntax_kind::record;
  if (is_record)
    line.instead(make_spaces(1));
  line.token();
  if (e.entries.empty())
    return line.tight().until(close + 1).done();
  const bool plain_keys = e.is == syntax_kind::map && e.entries[0].key != nullptr &&
                          e.entries[0].key->is == syntax_kind::name;
  const int inside = is_record || plain_keys ? 1 : 0;
  int key_width = 0;
  for (const auto& item : e.entries) {
    const std::size_t begin =
        item.key != nullptr ? text_.begin_of(item.key->at) : text_.begin_of(item.name_at);
    if (e.is != syntax_kind::list && text_.begin_of(item.value->at) == begin + 2)
      key_width = std::max(key_width, width_of(text_.tokens()[begin].text));
  }
  pieces inner;
  for (const auto& item : e.entries) {
    inner.push_back(make_gap(inner.empty() ? inside : 1));
    inner.push_back(entry(e, item, key_width));
  }
  pieces said;
  comments_before_close(close, said);
  for (piece& one : said) {
    inner.push_back(make_gap(1));
    inner.push_back(std::move(one));
  }
  line.add_tight(make_indent(2, make_sequence(std::move(inner))));
  line.instead(make_gap(inside)).until(close + 1);
  return make_group(line.done());
}

} // namespace gantry::dsl::layout
