#include "dsl/check/report.hpp"
#include "dsl/syntax/parse/parse_file.hpp"
#include "dsl/syntax/parse/parser.hpp"

#include <utility>

namespace gantry::dsl {

syntax::file parse_file(const source_file& source, std::vector<diagnostic>& diagnostics) {
  const token_list tokens = lex(source, diagnostics);
  return parser(tokens, diagnostics).parse(source.path);
}

syntax::file parser::parse(const std::string& path) {
  syntax::file file;
  file.path = path;
  file.at = {path, 1, 1, 1, 1};
  while (!at_end()) {
    const std::size_t before = cursor_.position();
    try {
      depth_ = 0;
      declaration(file);
    } catch (const mistake&) {
      if (cursor_.position() == before)
        skip_group();
      skip_until(words::declarations());
      while (cursor_.at_symbol("}")) {
        cursor_.next();
        skip_until(words::declarations());
      }
    } catch (const lost&) {
      while (!at_end() && !at_declaration())
        cursor_.next();
    }
  }
  return file;
}

void parser::declaration(syntax::file& into) {
  const source_span start = cursor_.peek().at;
  if (cursor_.take_name("import")) {
    syntax::import_line line;
    line.path = text("the path of a file in quotes");
    line.at = from(start);
    into.imports.push_back(std::move(line));
  } else if (cursor_.at_name("workflow")) {
    into.workflows.push_back(workflow());
  } else if (cursor_.at_name("define")) {
    into.defines.push_back(define());
  } else if (cursor_.at_name("type")) {
    into.records.push_back(record());
  } else if (cursor_.at_name("enum")) {
    into.enumerations.push_back(enumeration());
  } else if (cursor_.at_name("contract")) {
    into.contracts.push_back(contract());
  } else if (cursor_.at_name("policy")) {
    into.policies.push_back(policy());
  } else {
    refused_declaration(into);
  }
}

void parser::refused_declaration(syntax::file& into) {
  const token& word = cursor_.peek();
  if (word.kind != token_kind::name || !words::is_in(words::declarations(), word.text))
    unknown_word("a declaration", words::declarations());
  cursor_.next();
  syntax::unsupported_declaration refused;
  refused.word = word.text;
  if (word.text == "test") {
    warn(diagnostics_, codes::tests_passed_over, word.at,
         "this test is passed over: this version does not run tests of flows",
         "it may stay: a later version runs it");
  } else {
    not_supported(word.text, word.at);
    if (cursor_.peek().kind == token_kind::name)
      refused.binds.push_back({cursor_.peek().text, cursor_.peek().at});
  }
  skip_until(words::declarations());
  into.unsupported.push_back(std::move(refused));
}

syntax::record parser::record() {
  syntax::record r;
  r.documentation = cursor_.documentation();
  cursor_.next();
  r.name = type_identifier();
  braces({}, [&] {
    r.fields.push_back(parameter());
    cursor_.take_symbol(",");
  });
  return r;
}

syntax::enumeration parser::enumeration() {
  syntax::enumeration e;
  e.documentation = cursor_.documentation();
  cursor_.next();
  e.name = type_identifier();
  braces({}, [&] {
    e.members.push_back(name("a member"));
    if (!cursor_.take_symbol(",") && !cursor_.at_symbol("}"))
      expected("`,`");
  });
  return e;
}

syntax::define parser::define() {
  syntax::define d;
  d.documentation = cursor_.documentation();
  cursor_.next();
  d.name = name("the name of a define");
  d.parameters = parameters();
  expect_symbol("->");
  d.returns = type();
  expect_symbol("=");
  d.body = expression();
  return d;
}

syntax::policy parser::policy() {
  syntax::policy p;
  refused_ = false;
  p.documentation = cursor_.documentation();
  cursor_.next();
  p.name = name("the name of a policy");
  p.said = clauses();
  p.has_unsupported = refused_;
  return p;
}

} // namespace gantry::dsl
