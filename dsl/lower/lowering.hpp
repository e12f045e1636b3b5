#pragma once

#include "dsl/check/checked_workflow.hpp"

#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace gantry::dsl {

/// Makes the flat program of a checked workflow. Every name, default and clause was resolved by the
/// checker; this only puts them in order. The body comes first, then handlers, then the blocks that
/// stand beside steps and waits.
class lowering {
public:
  explicit lowering(const checked_workflow& w) : w_(w) {}
  [[nodiscard]] program run();

private:
  /// Where a block stands, and what `yield` and its end mean there.
  struct place {
    const void* owner = nullptr; ///< the step whose policy's text this is
    std::string path;            ///< node id of the block; empty in the body
    bool in_handler = false;
    std::uint32_t step = no_index; ///< of the block's step
    std::uint32_t yields_to = no_index;
    instruction::hold_cause cause = instruction::hold_cause::flow;
    std::function<void()> after_yield; ///< emits what follows a `yield`; null in the body
  };

  void block(const syntax::block& b, const place& at);
  void statement(const syntax::statement& s, const place& at);
  void visit(const syntax::step& s, const place& at);
  void visit(const syntax::let& l, const place& at);
  void visit(const syntax::if_else& b, const place& at);
  void visit(const syntax::wait& w, const place& at);
  void visit(const syntax::wait_time& w, const place& at);
  void visit(const syntax::stage& s, const place& at);
  void visit(const syntax::exit& e, const place& at);
  void visit(const syntax::give_back& g, const place& at);
  void visit(const syntax::retry& r, const place& at);
  /// Everything else is not run: a flow that holds it is not lowered.
  template <class Other>
  void visit(const Other&, const place&) {}
  void handler(const syntax::handler& h);

  /// A block beside a statement: lowered later, its address is put where it is wanted.
  void beside(const syntax::block& b, place at, dsl::address after,
              std::function<void(dsl::address)> put);
  address emit(instruction i);
  [[nodiscard]] address here() const { return static_cast<address>(p_.code.size()); }
  [[nodiscard]] expression_ptr value(const expression_syntax_ptr& e, const place& at) const;
  [[nodiscard]] std::uint32_t slot_of(const void* owner, const void* node) const;
  call_expression call(const syntax::call& c, const place& at);
  std::uint32_t operation(const checked_contract& contract, std::uint32_t index);
  std::uint32_t event(const checked_event& e);
  void end_of_body();
  void add_events_of_contracts();
  [[nodiscard]] retry_rule rule(const syntax::retry& r, const place& at) const;
  [[nodiscard]] deadline_rule deadline(const syntax::deadline& d, const place& at) const;
  [[nodiscard]] std::string id(const std::string& name, const place& at) const;

  const checked_workflow& w_;
  program p_;
  std::map<const dsl::operation*, std::uint32_t> operations_;
  std::map<std::pair<const checked_contract*, std::uint32_t>, std::uint32_t> events_;
  std::vector<std::function<void()>> pending_;
  std::uint32_t line_ = 0;
};

/// The text of all files that a workflow needs, as it is stored beside its orders, and its digest.
void add_closure(const checked_workflow& w, program& p);

} // namespace gantry::dsl
