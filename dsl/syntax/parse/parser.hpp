#pragma once

#include "dsl/check/codes.hpp"
#include "dsl/syntax/lex/token.hpp"
#include "dsl/syntax/parse/ast.hpp"
#include "dsl/syntax/parse/words.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gantry::dsl {

/// Recursive descent with two tokens of look-ahead. A mistake is reported once and thrown as
/// `mistake`; the nearest loop over statements, clauses, members or declarations catches it and
/// goes on behind it. Neither exception leaves the parser.
class parser {
public:
  parser(const token_list& tokens, std::vector<diagnostic>& diagnostics)
      : tokens_(tokens), cursor_(tokens), diagnostics_(diagnostics) {}
  [[nodiscard]] syntax::file parse(const std::string& path);

private:
  struct mistake {};
  /// A block that is never closed: nothing before the next declaration can be understood.
  struct lost {};

  // parser.cpp: tokens, mistakes, recovery.
  [[noreturn]] void expected(std::string_view what, std::string help = {});
  [[noreturn]] void unknown_word(std::string_view where, words::list candidates);
  void not_supported(const std::string& word, const source_span& at);
  void expect_symbol(std::string_view symbol);
  void expect_word(std::string_view word);
  syntax::identifier name(std::string_view what);
  syntax::identifier type_identifier();
  std::string text(std::string_view what);
  int number(std::string_view what);
  expression_syntax_ptr expression();
  std::vector<syntax::identifier> names(std::string_view what);
  [[nodiscard]] source_span from(const source_span& start) const;
  [[nodiscard]] bool is_first_on_line() const;
  [[nodiscard]] bool at_declaration() const;
  [[nodiscard]] bool at_end() const { return cursor_.peek().kind == token_kind::end; }
  void skip_group();
  void skip_until(words::list beginnings);
  /// Runs `parse_one` until the closing brace; recovers at the words in `beginnings`.
  template <class F>
  source_span braces(words::list beginnings, F parse_one);

  // parse_declarations.cpp
  void declaration(syntax::file& into);
  void refused_declaration(syntax::file& into);
  syntax::record record();
  syntax::enumeration enumeration();
  syntax::define define();
  syntax::policy policy();

  // parse_parts.cpp
  syntax::type_name type();
  std::vector<syntax::parameter> parameters();
  syntax::parameter parameter();
  syntax::call call();
  std::vector<syntax::labelled> arguments();
  std::vector<syntax::label> labels();

  // parse_contract.cpp
  syntax::contract contract();
  syntax::operation operation();
  syntax::event event();
  std::vector<syntax::declared_error> errors();
  syntax::verify verify();
  void refused_member_clause();

  // parse_workflow.cpp
  syntax::workflow workflow();
  bool header(syntax::workflow& into);
  void pause(syntax::workflow& into);
  syntax::handler handler();
  void handler_arms(syntax::handler& into);

  // parse_statement.cpp
  syntax::statement statement();
  syntax::block block();
  syntax::step step();
  syntax::let let();
  syntax::branch branch();
  syntax::stage stage();
  syntax::exit exit();
  syntax::give_back give_back();

  // parse_time.cpp
  std::variant<syntax::wait, syntax::wait_time, syntax::unsupported> wait();
  syntax::clauses clauses();
  bool clause(syntax::clauses& into);
  syntax::compensation compensation();
  syntax::error_clause error_clause();
  syntax::retry retry();
  syntax::deadline deadline();
  syntax::block outcome();
  expression_syntax_ptr span();

  // parse_unsupported.cpp
  syntax::unsupported refused_statement();
  void refused_header();
  void refused_clause();
  syntax::unsupported pass_over(words::list beginnings);

  const token_list& tokens_;
  token_cursor cursor_;
  std::vector<diagnostic>& diagnostics_;
  int depth_ = 0;
  /// Something of the present workflow or policy was refused.
  bool refused_ = false;
};

template <class F>
source_span parser::braces(words::list beginnings, F parse_one) {
  constexpr int depth_max = 64;
  const source_span open = cursor_.peek().at;
  expect_symbol("{");
  if (++depth_ > depth_max) {
    diagnostics_.push_back({std::string(codes::too_deep.code),
                            diagnostic::severity::error,
                            open,
                            "blocks are nested more than 64 deep",
                            "take the inner blocks apart",
                            {}});
    throw lost{};
  }
  while (!cursor_.at_symbol("}")) {
    if (at_end() || at_declaration()) {
      diagnostics_.push_back({std::string(codes::not_closed.code),
                              diagnostic::severity::error,
                              open,
                              "this block is never closed",
                              "write `}` where it ends",
                              {}});
      throw lost{};
    }
    const std::size_t before = cursor_.position();
    try {
      parse_one();
    } catch (const mistake&) {
      if (cursor_.position() == before && !cursor_.at_symbol("}"))
        skip_group();
      skip_until(beginnings);
    }
  }
  --depth_;
  cursor_.next();
  return from(open);
}

} // namespace gantry::dsl
