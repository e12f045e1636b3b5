#pragma once

#include "dsl/check/codes.hpp"
#include "dsl/limits.hpp"
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
/// goes on behind it. A misspelt word is reported and read as the one that was meant; an expression
/// that was not understood is reported and left null. Neither exception leaves the parser.
class parser {
public:
  parser(const token_list& tokens, std::vector<diagnostic>& diagnostics);
  [[nodiscard]] syntax::file parse(const std::string& path);

private:
  struct mistake {};
  /// A block that is never closed: nothing before the next declaration can be understood.
  struct lost {};

  // parser.cpp: tokens and names.
  void expect_symbol(std::string_view symbol);
  /// `help`: what to say instead of the general advice when it is missing.
  void expect_word(std::string_view word, std::string help = {});
  [[nodiscard]] bool at_word(std::string_view word) const;
  bool take_word(std::string_view word);
  syntax::identifier name(std::string_view what);
  syntax::identifier any_name(std::string_view what);
  syntax::identifier stage_name();
  syntax::identifier type_identifier();
  [[nodiscard]] std::string touching_text() const;
  std::string text(std::string_view what);
  int number(std::string_view what);
  expression_syntax_ptr expression();
  void tell_unit_apart(const expression_syntax& before);
  std::vector<syntax::identifier> names(std::string_view what);
  [[nodiscard]] source_span here() const { return cursor_.peek().at; }
  [[nodiscard]] const source_span& before_here() const;
  [[nodiscard]] source_span from(const source_span& start) const;
  [[nodiscard]] bool at_end() const { return cursor_.peek().kind == token_kind::end; }

  // recovery.cpp: mistakes, and where parsing goes on after one.
  void tell(const diagnostic_code& what, const source_span& at, std::string message,
            std::string help);
  void given_twice(const source_span& at, std::string_view word);
  [[noreturn]] void expected(std::string_view what, std::string help = {});
  /// As `expected`, where what follows can be read all the same.
  void lacks(std::string_view what, std::string help);
  /// The grammar wants a bound; without one the mistake is of family 06.
  void lacks_bound(const diagnostic_code& what, std::string message, std::string help);
  [[noreturn]] void unknown_word(std::string_view where, words::list candidates);
  /// The word at the cursor when it is one of the candidates, or the one that was meant.
  std::string word_of(std::string_view where, words::list candidates);
  [[nodiscard]] bool is_first_on_line() const;
  [[nodiscard]] bool at_declaration() const;
  void skip_group();
  void skip_until(words::list beginnings);
  void skip_expression();
  [[nodiscard]] syntax::broken passed_over(std::size_t first) const;
  void not_closed(const source_span& open);
  [[nodiscard]] std::size_t beginning_of(const source_span& brace) const;
  /// The opening brace; one that was forgotten is told, and what follows is read as if it were
  /// there.
  void open_brace(words::list beginnings);
  /// `on CONTRACT.EVENT` at the beginning of a line: a handler, which stands in no block.
  [[nodiscard]] bool at_handler() const;
  /// `before STAGE` or `otherwise`, where no arm of a handler may begin.
  [[nodiscard]] bool at_arm(words::list beginnings) const;
  [[nodiscard]] bool at_clause_without_brace() const;
  void close(const source_span& open);
  void go_deeper(const source_span& at, std::string message, std::string help);
  /// There is more of something than anybody writes: the declaration is passed over.
  [[noreturn]] void lost_in_too_many(std::string_view what, std::size_t most, std::string help);
  /// Of a list that is divided by commas.
  void within_list(std::size_t count);
  /// Runs `parse_one` until the closing brace; recovers at the words in `beginnings`. What begins
  /// with a word of `outside` on a line of its own does not belong into the braces: they were left
  /// open.
  template <class F>
  source_span braces(words::list beginnings, F parse_one, words::list outside = {});
  /// What stands before a block, and the block. Where the first was not understood the block is
  /// read all the same, so that its mistakes are told in the same run; the whole is passed over.
  template <class Head, class Body>
  void headed(Head head, Body body);

  // parse_habits.cpp: the spelling of other languages
  void pass_separators();
  void pass_sign_behind(std::string_view word);
  bool take_arrow();
  void expect_binding(std::string_view for_example);
  void pass_word_before_block();
  bool tell_word_before_value(const expression_syntax& expression);
  bool tell_point_without_field(const expression_syntax& expression, const token_cursor& begin);
  bool take_else();
  void more_names(std::vector<syntax::identifier>& into, std::string_view what,
                  const std::string& form, words::list behind);
  bool tell_operator_of_elsewhere();
  bool tell_comma_in_number(const expression_syntax& expression);
  bool tell_parameter_of_elsewhere(syntax::parameter& into);

  // parse_declarations.cpp
  void declaration(syntax::file& into);
  void pass_over_the_rest(syntax::file& into);
  void statements_outside(syntax::file& into);
  syntax::record record();
  syntax::identifier member();
  syntax::enumeration enumeration();
  syntax::define define();
  syntax::policy policy();
  syntax::import_line import_line();

  // parse_reference.cpp
  syntax::mapping mapping();
  bool at_mapping_rule() const;
  syntax::mapping_rule mapping_rule();
  syntax::setting setting();
  syntax::table table();
  [[nodiscard]] bool at_table_file() const;
  syntax::table_file table_file();
  syntax::table_row table_row();
  syntax::calendar calendar();
  syntax::opening_hours opening_hours();

  // parse_parts.cpp
  syntax::type_name type(int marks = 0);
  std::vector<syntax::parameter> parameters();
  syntax::parameter parameter();
  void name_with_type(syntax::parameter& into);
  void tell_type_of_elsewhere(const token& name);
  syntax::qualified_name qualified(std::string_view what);
  syntax::call call();
  std::vector<syntax::labelled> arguments();
  std::vector<syntax::label> labels();

  // parse_contract.cpp
  syntax::contract contract();
  syntax::operation operation(effect_class effect);
  bool operation_clause(syntax::operation& into);
  syntax::event event();
  syntax::batch batch();
  void batch_clause(syntax::batch& into);
  std::vector<syntax::declared_error> errors();
  syntax::verify verify();

  // parse_workflow.cpp
  syntax::workflow workflow();
  void workflow_part(syntax::workflow& into);
  void header(syntax::workflow& into, const std::string& word);
  void key(syntax::workflow& into);
  void pause(syntax::workflow& into);
  syntax::beginning beginning();
  /// Behind `sla`, which stood at `start`.
  syntax::service_level service_level(const source_span& start);
  syntax::handler handler();
  void handler_arms(syntax::handler& into);

  // parse_statement.cpp
  syntax::statement statement();
  void statement_of(const std::string& word, syntax::statement& into);
  syntax::block block();
  syntax::step step();
  syntax::let let();
  bool at_joined_else_if();
  bool at_else_of_elsewhere();
  syntax::if_else if_else();
  syntax::stage stage();
  syntax::exit exit(const std::string& word);
  syntax::give_back give_back();
  syntax::amend amend();
  syntax::back back();

  // parse_choices.cpp
  syntax::match match();
  syntax::pattern pattern();
  syntax::each each();
  syntax::repeat repeat();
  syntax::task task();
  void task_part(syntax::task& into);
  [[nodiscard]] bool is_another_line(words::list going_on) const;
  void due(syntax::task& into);

  // parse_time.cpp
  [[nodiscard]] std::string wait_word() const;
  void wait(syntax::statement& into);
  syntax::wait_first wait_first();
  syntax::wait_arm wait_arm();
  template <class Wait>
  void deadline_in_braces(std::optional<syntax::deadline>& into, Wait& of);
  syntax::retry retry();
  syntax::deadline deadline();
  syntax::when when(const std::string& word);
  syntax::block outcome();
  syntax::span span();

  // parse_clauses.cpp
  syntax::clauses clauses();
  void clause(syntax::clauses& into);
  syntax::answer answer();
  bool at_reason_of_none();
  syntax::compensation compensation();
  syntax::error_clause error_clause();

  // parse_test.cpp
  syntax::test test();
  syntax::fact fact();
  void fact_about(const syntax::qualified_name& what, syntax::fact& into);
  void ending(syntax::fact& into);
  syntax::fault fault(const syntax::qualified_name& what, const std::string& word);
  bool at_times() const;
  syntax::times times();

  const token_list& tokens_;
  token_cursor cursor_;
  std::vector<diagnostic>& diagnostics_;
  int depth_ = 0;
  std::size_t statements_ = 0; ///< of this workflow
  std::size_t mistakes_ = 0;   ///< of this file, told or kept quiet
  std::size_t told_count_ = 0;
  std::size_t holes_ = 0;           ///< those after which something is missing in the tree
  source_span told_;                ///< the mistake that was told last
  source_span suspect_;             ///< a block whose end stands further left than its beginning
  source_span closed_;              ///< the brace that closed the last declaration
  std::size_t unclosed_at_ = 0;     ///< where a block was found to be open still
  bool was_separator_told_ = false; ///< `;` or `,` where nothing is divided
  bool in_test_ = false;
  bool was_workflow_ = false;     ///< the last declaration was a workflow
  bool was_broken_ = false;       ///< and held a mistake
  std::vector<source_span> lost_; ///< places of the lexer's mistakes
};

template <class Head, class Body>
void parser::headed(Head head, Body body) {
  try {
    head();
  } catch (const mistake&) {
    while (!at_end() && !is_first_on_line() && !cursor_.at_symbol("{") && !cursor_.at_symbol("}"))
      cursor_.next();
    if (cursor_.at_symbol("{"))
      body();
    throw;
  }
  body();
}

template <class F>
source_span parser::braces(words::list beginnings, F parse_one, words::list outside) {
  const source_span open = here();
  open_brace(beginnings);
  go_deeper(open, "blocks are nested more than 64 deep", "take the inner blocks apart");
  std::size_t parts = 0;
  while (!cursor_.at_symbol("}")) {
    if (at_end() || at_declaration()) {
      not_closed(open);
      throw lost{};
    }
    const bool is_outside = is_first_on_line() && cursor_.peek().kind == token_kind::name &&
                            words::is_in(outside, cursor_.peek().text);
    const bool is_other_way = cursor_.at_name("else") && words::is_in(beginnings, "step");
    if (is_outside || (depth_ > 1 && (at_handler() || at_arm(beginnings) || is_other_way))) {
      if (unclosed_at_ != cursor_.position())
        not_closed(open);
      unclosed_at_ = cursor_.position();
      --depth_;
      return from(open);
    }
    if (++parts > limits::parts)
      lost_in_too_many("a block", limits::parts, "take it apart");
    pass_separators();
    if (cursor_.at_symbol("}"))
      break;
    const std::size_t before = cursor_.position();
    const int depth = depth_;
    try {
      parse_one();
    } catch (const mistake&) {
      depth_ = depth;
      if (cursor_.position() == before && !cursor_.at_symbol("}"))
        skip_group();
      skip_until(beginnings);
    }
  }
  --depth_;
  close(open);
  return from(open);
}

} // namespace gantry::dsl
