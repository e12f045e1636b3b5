#include "dsl/check/report.hpp"
#include "dsl/syntax/parse/parse_file.hpp"
#include "dsl/syntax/parse/parser.hpp"

#include <utility>

namespace gantry::dsl {

syntax::file parse_file(const source_file& source, std::vector<diagnostic>& diagnostics) {
  if (source.text.find('\0') != std::string::npos) {
    report(diagnostics, {"GF0108", ""}, {source.path, 1, 1, 1, 1},
           "this file holds zero bytes, so it is no text",
           "flows are texts in UTF-8; is this the right file?");
    syntax::file unread;
    unread.path = source.path;
    unread.at = {source.path, 1, 1, 1, 1};
    return unread;
  }
  const token_list tokens = lex(source, diagnostics);
  return parser(tokens, diagnostics).parse(source.path);
}

namespace {

bool is_capital(char c) {
  return 'A' <= c && c <= 'Z';
}

/// A name that begins as names of the other kind do: `OrderToCash` for `order_to_cash`.
std::string in_other_case(const std::string& name) {
  constexpr char to_small = 'a' - 'A';
  std::string other;
  if (is_capital(name.front())) {
    for (const char c : name) {
      if (is_capital(c) && !other.empty())
        other += '_';
      other += is_capital(c) ? static_cast<char>(c + to_small) : c;
    }
    return other;
  }
  bool begins = true;
  for (const char c : name) {
    if (c != '_')
      other += begins && 'a' <= c && c <= 'z' ? static_cast<char>(c - to_small) : c;
    begins = c == '_';
  }
  return other;
}

} // namespace

syntax::file parser::parse(const std::string& path) {
  syntax::file file;
  file.path = path;
  file.at = {path, 1, 1, 1, 1};
  file.comments = tokens_.comments;
  std::size_t declarations = 0;
  while (!at_end()) {
    if (++declarations > limits::declarations) {
      pass_over_the_rest(file);
      break;
    }
    const std::size_t before = cursor_.position();
    const std::size_t mistakes = mistakes_;
    const source_span start = here();
    const auto passed = [&] {
      syntax::broken_declaration b;
      const token& named = tokens_.tokens[before + 1 < cursor_.position() ? before + 1 : before];
      const token& begins = tokens_.tokens[before];
      const auto is_word = [](const token& t) {
        return t.kind == token_kind::name || t.kind == token_kind::type_name;
      };
      for (const token* t : {&named, &begins}) // whose first word may have been left out
        if (is_word(*t)) {
          b.binds.push_back({t->text, t->at});
          b.binds.push_back({in_other_case(t->text), t->at});
        }
      if (words::is_in(words::declarations(), begins.text)) // two words may have become one
        b.lacks_name_of = begins.text;
      b.at = from(start);
      file.broken.push_back(std::move(b));
    };
    pass_separators();
    if (at_end())
      break;
    depth_ = 0;
    in_test_ = false;
    suspect_ = {};
    try {
      declaration(file);
    } catch (const mistake&) {
      if (cursor_.position() == before)
        skip_group();
      skip_until(words::declarations());
      while (cursor_.at_symbol("}")) {
        cursor_.next();
        skip_until(words::declarations());
      }
      passed();
    } catch (const lost&) {
      while (!at_end() && !at_declaration())
        cursor_.next();
      passed();
    }
    was_broken_ = mistakes_ != mistakes;
  }
  return file;
}

void parser::pass_over_the_rest(syntax::file& into) {
  tell(codes::too_many, here(),
       "a file holds at most " + with_thousands(limits::declarations) +
           " declarations, and this is one more",
       "divide it and import the parts");
  for (; !at_end(); cursor_.next())
    if (at_declaration()) { // so that nothing of them is missed as well
      syntax::broken_declaration b;
      b.at = here();
      b.binds.push_back({cursor_.peek(1).text, cursor_.peek(1).at});
      into.broken.push_back(std::move(b));
    }
}

void parser::declaration(syntax::file& into) {
  const token& t = cursor_.peek();
  if (t.kind != token_kind::name || !words::is_in(words::declarations(), t.text))
    statements_outside(into);
  was_workflow_ = false;
  if (t.kind == token_kind::string && t.text.ends_with(".flow")) {
    tell(codes::expected, t.at, "`import` is expected before this",
         "write `import \"" + t.text + "\"`");
    into.imports.push_back({t.text, t.at});
    cursor_.next();
    return;
  }
  const std::string word = word_of("a declaration", words::declarations());
  if (word == "import")
    into.imports.push_back(import_line());
  else if (word == "workflow")
    into.workflows.push_back(workflow());
  else if (word == "define")
    into.defines.push_back(define());
  else if (word == "mapping")
    into.mappings.push_back(mapping());
  else if (word == "setting")
    into.settings.push_back(setting());
  else if (word == "table")
    into.tables.push_back(table());
  else if (word == "calendar")
    into.calendars.push_back(calendar());
  else if (word == "type")
    into.records.push_back(record());
  else if (word == "enum")
    into.enumerations.push_back(enumeration());
  else if (word == "contract")
    into.contracts.push_back(contract());
  else if (word == "policy")
    into.policies.push_back(policy());
  else
    into.tests.push_back(test());
}

/// What belongs into a workflow stands behind it when a brace too many has closed it.
void parser::statements_outside(syntax::file& into) {
  const token& t = cursor_.peek();
  const bool is_rest = was_broken_ && (t.kind != token_kind::name || t.at.column > 1);
  if (is_rest) { // of what was not understood; declarations begin their lines
    ++mistakes_;
    ++holes_;
    throw mistake{};
  }
  const bool belongs_inside =
      cursor_.at_symbol("}") ||
      (t.kind == token_kind::name &&
       (words::is_in(words::body(), t.text) || words::is_in(words::clauses(), t.text)));
  if (!was_workflow_ || !belongs_inside)
    return;
  ++mistakes_;
  ++holes_;
  if (!into.workflows.empty())
    into.workflows.back().is_broken = true; // its rest stands behind it
  if (!was_broken_)
    tell(codes::expected, closed_, "this brace closes the workflow, and more of it follows",
         "take a `}` away here or above, or write the `{` that is missing");
  throw mistake{};
}

syntax::import_line parser::import_line() {
  syntax::import_line line;
  const source_span start = cursor_.next().at;
  line.path = text("the path of a file in quotes");
  line.at = from(start);
  return line;
}

syntax::record parser::record() {
  syntax::record r;
  r.documentation = cursor_.documentation();
  const source_span start = cursor_.next().at;
  r.name = type_identifier();
  pass_sign_behind("type " + r.name.text);
  const std::size_t holes = holes_;
  braces({}, [&] {
    r.fields.push_back(parameter());
    if (cursor_.at_symbol(";")) {
      tell(codes::expected, here(), "`,` or nothing is expected here, not `;`",
           "fields are divided by commas or line ends");
      cursor_.next();
    }
    cursor_.take_symbol(",");
  });
  r.is_broken = holes_ != holes;
  r.at = from(start);
  return r;
}

/// One that stands in quotes is told, and read.
syntax::identifier parser::member() {
  const token& t = cursor_.peek();
  if (t.kind != token_kind::string)
    return name("a member");
  tell(codes::expected, t.at, "a member is expected here, not a text",
       "members stand without quotes: `" + t.text + "`");
  cursor_.next();
  return {t.text, t.at};
}

syntax::enumeration parser::enumeration() {
  syntax::enumeration e;
  e.documentation = cursor_.documentation();
  const source_span start = cursor_.next().at;
  e.name = type_identifier();
  pass_sign_behind("enum " + e.name.text);
  const std::size_t holes = holes_;
  braces({}, [&] {
    if (cursor_.peek().kind == token_kind::symbol)
      expected("a member", "members are names, divided by commas");
    e.members.push_back(member());
    if (cursor_.at_symbol(";")) {
      tell(codes::expected, here(), "`,` is expected here, not `;`",
           "members are divided by commas");
      cursor_.next();
    } else if (!cursor_.take_symbol(",") && !cursor_.at_symbol("}")) {
      expected("`,`", "members are divided by commas");
    }
  });
  e.is_broken = holes_ != holes;
  e.at = from(start);
  if (e.members.empty() && !e.is_broken) {
    e.is_broken = true;
    tell(codes::expected, e.name.at, "the members of " + quoted(e.name.text) + " are expected",
         "name them: `enum " + e.name.text + " { first, second }`");
  }
  return e;
}

syntax::define parser::define() {
  syntax::define d;
  d.documentation = cursor_.documentation();
  const source_span start = cursor_.next().at;
  d.name = name("the name of a define");
  d.parameters = parameters();
  if (!take_arrow())
    expected("`->`", "say what it gives: `define NAME(…) -> TYPE = …`");
  d.returns = type();
  if (cursor_.at_symbol("{"))
    expected("`=`", "a define is one expression, without braces: `= …`");
  expect_binding("define NAME(…) -> TYPE");
  d.body = expression();
  d.at = from(start);
  return d;
}

syntax::policy parser::policy() {
  syntax::policy p;
  p.documentation = cursor_.documentation();
  const source_span start = cursor_.next().at;
  p.name = name("the name of a policy");
  p.said = clauses();
  p.at = from(start);
  return p;
}

} // namespace gantry::dsl
