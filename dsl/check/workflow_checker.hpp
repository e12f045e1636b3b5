#pragma once

#include "dsl/check/checked_workflow.hpp"
#include "dsl/check/scopes.hpp"

#include <optional>
#include <set>
#include <string>
#include <vector>

namespace gantry::dsl {

/// Walks a workflow once, from top to bottom, with the names in sight at each place. It finds what
/// every name and call means and the type of every expression; what needs the whole workflow
/// (paths, undoing) is judged afterwards over what it found.
class workflow_checker {
public:
  workflow_checker(library& all, const unit& in, const syntax::workflow& said);
  [[nodiscard]] checked_workflow run();

private:
  /// What a block may do besides what every block may.
  struct surroundings {
    const syntax::step* step = nullptr; ///< of the `on` or `else` block that we are in
    bool in_handler = false;
    bool in_body = true; ///< directly in the body or an `if` of it: stages may stand
    std::vector<type_ref>* yields = nullptr; ///< collects the types of `yield`; null: may not stand
    type_ref yield_expected;                 ///< null: any type
    bool may_retry = false;
  };

  // workflow_checker.cpp: headers, handlers, blocks.
  void collect_names(const syntax::block& b, bool outermost);
  void headers();
  void input();
  void handler(const syntax::handler& h);
  void block(const syntax::block& b, const surroundings& where);
  void close_scope();
  void declare_stage(const syntax::stage& s);

  // check_statement.cpp
  void statement(const syntax::statement& s, const surroundings& where);
  void visit(const syntax::step& s, const surroundings& where);
  void visit(const syntax::let& l, const surroundings& where);
  void visit(const syntax::if_else& b, const surroundings& where);
  void visit(const syntax::wait& w, const surroundings& where);
  void visit(const syntax::wait_time& w, const surroundings& where);
  void visit(const syntax::stage& s, const surroundings& where);
  void visit(const syntax::exit& e, const surroundings& where);
  void visit(const syntax::give_back& g, const surroundings& where);
  void visit(const syntax::retry& r, const surroundings& where);
  void visit(const syntax::broken& b, const surroundings& where);
  void visit(const syntax::match& m, const surroundings& where);
  void visit(const syntax::parallel& p, const surroundings& where);
  void visit(const syntax::branch& b, const surroundings& where);
  void visit(const syntax::each& e, const surroundings& where);
  void visit(const syntax::repeat& r, const surroundings& where);
  void visit(const syntax::wait_first& w, const surroundings& where);
  void visit(const syntax::task& t, const surroundings& where);
  void visit(const syntax::amend& a, const surroundings& where);
  void visit(const syntax::back& b, const surroundings& where);
  void visit(const syntax::emit& e, const surroundings& where);
  void visit(const syntax::break_out& b, const surroundings& where);
  void not_run(const std::string& word, const source_span& at);
  void misplaced(const std::string& what, const std::string& help);

  // check_step.cpp
  step_clauses gather(const syntax::step& s, const checked_call* call);
  void gather_from(const syntax::clauses& said, const std::string& from, bool is_own,
                   const checked_call* call, const syntax::step& s, step_clauses& into);
  void check_handlers(const syntax::step& s, const checked_call* call, const step_clauses& clauses,
                      const surroundings& where, std::vector<type_ref>& yields);
  type_ref error_record(const checked_call& call, const std::vector<std::string>& errors);
  void warn_unhandled(const syntax::step& s, const checked_call& call, const step_clauses& clauses);
  void retry_rule(const syntax::retry& r, const surroundings& where);
  void deadline_rule(const syntax::deadline& d, const surroundings& where);
  void once_decided(const syntax::step& s, const checked_call& call, const step_clauses& clauses);

  // check_call.cpp
  const checked_call* call(const syntax::call& c);
  const checked_event* event(const syntax::call& c);
  const checked_contract* contract_of(const syntax::call& c);
  void key_value(const syntax::labelled& given, const field& key);

  // check_names.cpp
  std::uint32_t bind(const syntax::identifier& name, type_ref of, const void* node,
                     bool should_be_read = false, bool is_refused = false);
  bool readable(const expression_syntax_ptr& e);
  type_ref value(const expression_syntax_ptr& e, const type_ref& expected);
  type_ref duration_value(const expression_syntax_ptr& e);
  type_ref duration_value(const syntax::span& s);
  void scalar(const expression_syntax_ptr& e, const std::string& what);
  void keep(const expression_syntax_ptr& e, expression_ptr compiled);
  std::optional<std::uint32_t> stage_named(const syntax::identifier& name);
  type_ref joined(const std::vector<type_ref>& yields, const type_ref& due, const source_span& at);

  library& all_;
  const unit& in_;
  const syntax::workflow& said_;
  std::vector<diagnostic>& diagnostics_;
  checked_workflow result_;
  scopes scopes_;
  const void* owner_ = nullptr;                 ///< the step whose policy is being read
  source_span here_;                            ///< of the statement at hand
  std::map<std::string, source_span> declared_; ///< every name of the workflow
  std::vector<std::uint32_t>* own_slots_ = nullptr;
};

} // namespace gantry::dsl
