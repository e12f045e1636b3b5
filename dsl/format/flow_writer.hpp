#pragma once

#include "dsl/expr/ast.hpp"
#include "dsl/format/piece.hpp"
#include "dsl/syntax/parse/ast.hpp"

#include <algorithm>
#include <functional>
#include <optional>
#include <string_view>
#include <vector>

namespace gantry::dsl::layout {

class flow_writer;

/// Pieces of one construct, with the blanks between its tokens. What is not named one by one is
/// passed on by `until` and `rest`, so that no token can be lost.
class line_of {
public:
  explicit line_of(flow_writer& of) : of_(&of) {}

  /// The next token, and then those up to a place.
  line_of& token();
  line_of& until(std::size_t index);
  line_of& until(const source_span& at);
  line_of& through(const source_span& at); ///< up to the end of what stands there
  /// Something that was made of the next tokens.
  line_of& add(piece part);
  line_of& add_tight(piece part);
  /// In place of the one blank before what comes next: nothing that is measured, or more blanks,
  /// or a place where the line may break.
  line_of& instead(piece separator);
  line_of& tight();
  line_of& mark(column where);
  [[nodiscard]] pieces take() { return std::move(parts_); }
  [[nodiscard]] piece done() { return make_sequence(std::move(parts_)); }

private:
  void separate(std::string_view next);
  flow_writer* of_;
  pieces parts_;
  std::string_view last_;
  bool is_first_ = true;
  piece separator_;
};

/// A part of a construct, found by where it begins: the tree keeps parts of one kind together,
/// the text has them in any order.
struct placed {
  source_span at;
  std::function<piece()> write;
};

/// Makes pieces of a parsed file. It walks the tree and the tokens side by side.
class flow_writer {
public:
  explicit flow_writer(written_file& text) : text_(text) {}
  [[nodiscard]] piece file(const syntax::file& f);

private:
  friend class line_of;
  enum class room { own, shared, always_broken }; ///< of a block: who decides about its lines

  [[nodiscard]] written_token& peek(std::size_t ahead = 0) {
    return text_.tokens()[std::min(at_ + ahead, text_.tokens().size() - 1)];
  }
  [[nodiscard]] bool at(std::string_view text) { return peek().text == text; }
  [[nodiscard]] std::size_t close_of_next() { return peek().partner; }
  piece token() { return make_token(text_.tokens()[at_++]); }

  // write_rows.cpp
  piece rows(std::vector<placed> parts, std::size_t end,
             const std::function<bool(std::size_t)>& set_off);
  piece rows(std::vector<placed> parts, std::size_t end) { return rows(std::move(parts), end, {}); }
  piece row(std::size_t end, const std::function<piece()>& write);
  bool comments_before(pieces& into, bool wants_blank);
  piece braced_rows(std::vector<placed> parts);
  /// `{ A  B }` on one line if it fits, else a row for each.
  piece braced_line_or_rows(std::vector<placed> parts, bool may_be_one_line, int between = 2);
  /// Tokens between brackets that commas divide.
  piece divided();
  /// `A, B, C` up to `end`, as many on a line as fit.
  piece comma_list(std::size_t end);

  // write_expression.cpp
  piece expression(const expression_syntax& e);
  piece bare_expression(const expression_syntax& e);
  piece plain_tokens(std::size_t end);
  void put_comments_before(std::size_t sign, std::string_view text);
  void comments_before_close(std::size_t close, pieces& into);
  piece operators(const expression_syntax& e);
  piece conditional(const expression_syntax& e);
  piece access(const expression_syntax& e);
  piece function_call(const expression_syntax& e);
  piece segment(const expression_syntax& e);
  piece arguments_of(const expression_syntax& call);
  piece collection(const expression_syntax& e);
  piece entry(const expression_syntax& of, const expression_syntax::entry& e, int key_width);

  // write_parts.cpp
  piece call(const syntax::call& c);
  piece labelled_arguments(const std::vector<syntax::labelled>& arguments);
  piece labels(const std::vector<syntax::label>& all);
  piece parameters();
  piece span(const syntax::span& s);
  piece when(const syntax::when& w);
  piece otherwise(line_of& line, const std::optional<syntax::block>& block);
  piece deadline(const syntax::deadline& d);
  piece retry(const syntax::retry& r);

  // write_statement.cpp
  piece block(const syntax::block& b, room of);
  piece outcome(const syntax::block& b);
  static bool is_simple(const syntax::statement& s);
  piece statement(const syntax::statement& s);
  piece of(const syntax::step& s);
  piece of(const syntax::let& l);
  piece of(const syntax::if_else& i) { return if_else(i, room::shared); }
  piece if_else(const syntax::if_else& i, room blocks);
  piece of(const syntax::parallel& p);
  piece of(const syntax::branch& b);
  piece of(const syntax::emit& e);
  piece of(const syntax::stage& s);
  piece of(const syntax::exit& e);
  piece of(const syntax::break_out& b);
  piece of(const syntax::give_back& g);
  piece of(const syntax::retry& r) { return retry(r); }
  piece of(const syntax::amend& a);
  piece of(const syntax::back& b);
  piece of(const syntax::broken& b);

  // write_choices.cpp
  piece of(const syntax::match& m);
  piece of(const syntax::each& e);
  piece of(const syntax::repeat& r);
  piece of(const syntax::wait& w);
  piece of(const syntax::wait_first& w);
  piece of(const syntax::wait_time& w);
  piece of(const syntax::task& t);
  piece due(const std::vector<syntax::due>& stretches);

  // write_clauses.cpp
  std::vector<placed> clause_rows(const syntax::clauses& c, bool pad_always);
  piece clauses(const syntax::clauses& c);
  piece compensation(const syntax::compensation& c);
  piece error_clause(const syntax::error_clause& c);
  piece padded_word(std::size_t width);

  // write_declaration.cpp
  void drop_comma();
  piece record(const syntax::record& r);
  piece enumeration(const syntax::enumeration& e);
  piece define(const syntax::define& d);
  piece mapping(const syntax::mapping& m);
  piece table(const syntax::table& t);
  piece mapping_rule(const syntax::mapping_rule& r);
  piece setting(const syntax::setting& s);
  piece calendar(const syntax::calendar& c);
  piece policy(const syntax::policy& p);
  piece as_written(const source_span& at);

  // write_contract.cpp
  piece contract(const syntax::contract& c);
  piece errors(const std::vector<syntax::declared_error>& all);
  piece operation(const syntax::operation& o, int word_width);
  piece event(const syntax::event& e, int word_width);
  piece batch(const syntax::batch& b, int word_width);
  piece member_clauses(std::vector<placed> clauses, std::size_t end, bool marks_keep);

  // write_workflow.cpp
  piece workflow(const syntax::workflow& w);
  std::vector<placed> headers(const syntax::workflow& w);
  piece beginning(const syntax::beginning& b);
  piece service_level(const syntax::service_level& s);
  piece handler(const syntax::handler& h);

  // write_test.cpp
  piece test(const syntax::test& t);
  piece fact(const syntax::fact& f);

  written_file& text_;
  std::size_t at_ = 0;
};

} // namespace gantry::dsl::layout
