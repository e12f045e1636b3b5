#pragma once

#include "dsl/check/checked_workflow.hpp"
#include "dsl/check/scopes.hpp"

#include <optional>
#include <set>
#include <string>
#include <vector>

namespace gantry::dsl {

/// What a step calls: an operation or a workflow, and what comes back.
struct step_callee {
  const checked_call* operation = nullptr;
  std::optional<workflow_signature> flow;
  const event_declaration* answer = nullptr; ///< the event that answers the operation
  std::vector<error_declaration> errors;     ///< declared ones, those of the answer included
  std::vector<std::string> outcomes;         ///< what `on` may name beside them
  [[nodiscard]] bool is_known() const { return operation != nullptr || flow.has_value(); }
  [[nodiscard]] std::string name() const;
  [[nodiscard]] type_ref returns() const;
  [[nodiscard]] const error_declaration* declared(const std::string& error) const;
  [[nodiscard]] bool has_outcome(const std::string& error) const;
};

/// What one `yield` gives: its type, null when it was not understood, and where.
struct yielded {
  type_ref of;
  source_span at;
  bool is_personal = false;
};

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
    bool in_level = false;  ///< beside the path: in the `else` of a service level
    bool in_undo = false;   ///< in a block behind `compensate`
    bool in_fan = false;    ///< inside `parallel` or `each`
    bool in_repeat = false; ///< `break` ends a `repeat`
    const syntax::repeat* outermost_repeat = nullptr;
    bool in_body = true; ///< in the body, or an `if`, `match` or `repeat` of it: stages may stand
    bool in_parallel = false;               ///< directly: `branch` may stand
    std::vector<yielded>* yields = nullptr; ///< collects the types of `yield`; null: may not stand
    type_ref yield_expected;                ///< null: any type
    bool may_retry = false;
  };

  /// A list that rounds or iterations yield, and where the first of them does.
  struct gathered {
    std::string name;
    type_ref list;
    source_span yielded_at;
  };

  // workflow_checker.cpp: handlers, blocks, names.
  void collect_names();
  void blame_the_yield(const gathered& list, std::size_t told);
  void input();
  void handler(const syntax::handler& h);
  void block(const syntax::block& b, const surroundings& where);
  void statements(const syntax::block& b, const surroundings& where);
  void close_scope();
  void declare_stage(const syntax::stage& s);
  void not_run(const std::string& what, const source_span& at);

  // check_headers.cpp
  void headers();
  void key();
  void priority(const expression_syntax_ptr& e);
  void search();
  void beginning(const syntax::beginning& b);
  void unique(const syntax::beginning& b, const event_declaration& e);
  void service_level(const syntax::service_level& s);

  // check_statement.cpp
  void statement(const syntax::statement& s, const surroundings& where);
  void visit(const syntax::let& l, const surroundings& where);
  void visit(const syntax::if_else& b, const surroundings& where);
  void visit(const syntax::stage& s, const surroundings& where);
  void visit(const syntax::exit& e, const surroundings& where);
  void visit(const syntax::break_out& b, const surroundings& where);
  void visit(const syntax::give_back& g, const surroundings& where);
  void visit(const syntax::retry& r, const surroundings& where);
  void visit(const syntax::emit& e, const surroundings& where);
  void visit(const syntax::broken& b, const surroundings& where);
  void misplaced(const std::string& what, const std::string& help);

  // check_match.cpp
  void visit(const syntax::match& m, const surroundings& where);
  void arms_of(const syntax::match& m, const surroundings& where);
  bool pattern(const syntax::pattern& p, const type_ref& subject, std::set<std::string>& seen);
  void covers(const syntax::match& m, const type_ref& subject, const std::set<std::string>& seen);

  // check_loops.cpp
  void visit(const syntax::parallel& p, const surroundings& where);
  void visit(const syntax::branch& b, const surroundings& where);
  void visit(const syntax::each& e, const surroundings& where);
  void iteration(const syntax::each& e);
  void visit(const syntax::repeat& r, const surroundings& where);
  void rounds(const syntax::repeat& r, const surroundings& where, const type_ref& item,
              std::vector<yielded>& yields);
  type_ref item_of(const syntax::repeat& r, const surroundings& where,
                   std::vector<yielded>& yields);

  // check_waits.cpp
  void visit(const syntax::wait& w, const surroundings& where);
  void visit(const syntax::wait_first& w, const surroundings& where);
  void visit(const syntax::wait_time& w, const surroundings& where);

  // check_task.cpp
  void visit(const syntax::task& t, const surroundings& where);
  void choices(const syntax::task& t);
  void stretches(const syntax::task& t, const surroundings& where);
  void taken_in_place(const syntax::task& t, const syntax::identifier& choice);

  // check_amend.cpp
  void visit(const syntax::amend& a, const surroundings& where);
  void visit(const syntax::back& b, const surroundings& where);
  void passed_before(const syntax::back& b, const surroundings& where);
  void change(const syntax::change& c);

  // check_step.cpp
  void visit(const syntax::step& s, const surroundings& where);
  void bind_result(const syntax::step& s, const step_callee& what, step_clauses& clauses,
                   const surroundings& where, const std::vector<yielded>& yields);
  void step_times(const step_clauses& clauses, const surroundings& inner);
  void handlers_of(const syntax::step& s, const step_callee& what, const step_clauses& clauses,
                   const surroundings& where, std::vector<yielded>& yields);
  void revision(const syntax::step& s, const step_callee& what, const step_clauses& clauses);
  void compensation(const step_clauses& clauses, const surroundings& where);
  type_ref error_record(const step_callee& what, const std::vector<std::string>& errors);
  void warn_unhandled(const syntax::step& s, const step_callee& what, const step_clauses& clauses);
  void once_decided(const syntax::step& s, const step_callee& what, const step_clauses& clauses);
  void runs_paced(const syntax::step& s, const checked_call& call);
  void retry_rule(const syntax::retry& r, const surroundings& where);
  void deadline_rule(const syntax::deadline& d, const surroundings& where);
  void when(const syntax::when& w);
  void counted_from(const syntax::when& w, const surroundings& where);

  // gather_clauses.cpp
  step_clauses gather(const syntax::step& s, const step_callee& what);
  void gather_from(const syntax::clauses& said, const std::string& from, bool is_own,
                   const step_callee& what, const syntax::step& s, step_clauses& into);
  void gather_handler(const syntax::error_clause& clause, const step_clauses::source& source,
                      const step_callee& what, step_clauses& into);
  void fitting(const syntax::step& s, const step_callee& what);

  // check_call.cpp
  step_callee callee(const syntax::step& s);
  const checked_call* call(const syntax::call& c);
  const checked_contract* contract_of(const syntax::call& c);
  bool flow_call(const syntax::call& c, const workflow_signature& flow);
  bool takes_none_of(const syntax::call& c, const std::string& callee,
                     const std::vector<field>& parameters);
  void tell_missing(const std::vector<field>& missing, const source_span& at,
                    const std::string& callee);
  std::vector<const syntax::labelled*> arguments(const std::vector<syntax::labelled>& given,
                                                 const source_span& at, const std::string& callee,
                                                 const std::vector<field>& parameters);

  // check_event.cpp
  const checked_event* event(const syntax::call& c);
  const event_declaration* event_named(const syntax::qualified_name& name,
                                       const checked_contract*& contract);
  void waitable(const event_declaration& e, const checked_contract& contract,
                const source_span& at);
  void key_value(const syntax::labelled& given, const field& key);

  // check_personal.cpp
  void keep_personal(const expression_syntax_ptr& e, const std::string& where);
  [[nodiscard]] bool is_personal(const expression_syntax_ptr& e) const;
  void bind_personal(const syntax::identifier& name, bool is_so);

  // check_names.cpp
  std::uint32_t bind(const syntax::identifier& name, type_ref of, const void* node,
                     bool should_be_read = false, bool is_refused = false);
  bool readable(const expression_syntax_ptr& e);
  bool is_lost(const std::string& name);
  type_ref value(const expression_syntax_ptr& e, const type_ref& expected);
  type_ref duration_value(const expression_syntax_ptr& e);
  type_ref duration_value(const syntax::span& s);
  void lasting(const syntax::span& s, const std::string& what);
  std::optional<std::int64_t> whole_number(const expression_syntax_ptr& e);
  /// Whether it has a type; one that is no plain value is told.
  bool scalar(const expression_syntax_ptr& e, const std::string& what);
  void keep(const expression_syntax_ptr& e, expression_ptr compiled);
  std::optional<std::uint32_t> stage_named(const syntax::identifier& name);
  type_ref joined(const std::vector<yielded>& yields, const type_ref& due);
  [[nodiscard]] std::size_t errors() const;
  [[nodiscard]] static bool is_any_known(const std::vector<yielded>& yields);
  [[nodiscard]] static bool is_any_personal(const std::vector<yielded>& yields);

  library& all_;
  const unit& in_;
  const syntax::workflow& said_;
  std::vector<diagnostic>& diagnostics_;
  checked_workflow result_;
  scopes scopes_;
  const void* owner_ = nullptr;                 ///< the step whose policy is being read
  source_span here_;                            ///< of the statement at hand
  std::map<std::string, source_span> declared_; ///< every name of the workflow
  std::map<std::string, source_span> stage_at_; ///< where each stage of the workflow is passed
  std::vector<gathered> gathered_;
  std::vector<std::uint32_t>* own_slots_ = nullptr;
  std::size_t names_not_read_ = 0;   ///< statements that bind a name which was not understood
  std::set<std::string> lost_names_; ///< names that are taken for theirs
  std::map<const expression_syntax*, expression_facts> facts_;
  int dry_runs_ = 0; ///< `repeat`s whose item types are being found
};

/// Sets something for as long as it lives.
template <class T>
class while_here {
public:
  while_here(T& place, T now) : place_(place), before_(std::exchange(place, std::move(now))) {}
  ~while_here() { place_ = std::move(before_); }
  while_here(const while_here&) = delete;
  while_here& operator=(const while_here&) = delete;

private:
  T& place_;
  T before_;
};

/// What a stage is when an expression reads it: `passed`, and `at` when it was.
[[nodiscard]] type_ref stage_type();

} // namespace gantry::dsl
