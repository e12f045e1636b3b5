#include "dsl/check/exits.hpp"

#include <algorithm>

namespace gantry::dsl {

namespace {

/// What all ways through have in common.
class ways {
public:
  void add(block_end end) {
    least_ = first_ ? end : std::min(least_, end);
    first_ = false;
  }
  [[nodiscard]] block_end least() const { return first_ ? block_end::falls : least_; }

private:
  block_end least_ = block_end::falls;
  bool first_ = true;
};

block_end end_of_one(const syntax::exit& e) {
  return e.is == syntax::exit::word::yield ? block_end::yields : block_end::leaves;
}
block_end end_of_one(const syntax::if_else& b) {
  if (!b.otherwise)
    return block_end::falls;
  return std::min(end_of(b.then), end_of(*b.otherwise));
}
/// A `match` that does not cover every value is told elsewhere.
block_end end_of_one(const syntax::match& m) {
  ways all;
  for (const syntax::match_arm& a : m.arms)
    all.add(end_of(a.body));
  return all.least();
}
block_end end_of_one(const syntax::wait_first& w) {
  ways all;
  for (const syntax::wait_arm& a : w.arms)
    all.add(end_of(a.body));
  if (w.until && w.until->otherwise)
    all.add(end_of(*w.until->otherwise));
  return w.name && all.least() == block_end::yields ? block_end::falls : all.least();
}
block_end end_of_one(const syntax::branch& b) {
  return end_of(b.body);
}
block_end end_of_one(const syntax::amend& a) {
  return a.then ? block_end::leaves : block_end::falls;
}
block_end end_of_one(const syntax::give_back&) {
  return block_end::leaves;
}
block_end end_of_one(const syntax::retry&) {
  return block_end::leaves;
}
block_end end_of_one(const syntax::back&) {
  return block_end::leaves;
}
block_end end_of_one(const syntax::break_out&) {
  return block_end::leaves;
}
block_end end_of_one(const syntax::broken&) {
  return block_end::leaves;
}
template <class Other>
block_end end_of_one(const Other&) {
  return block_end::falls;
}

} // namespace

block_end end_of(const syntax::statement& s) {
  return std::visit([](const auto& one) { return end_of_one(one); }, s.is);
}

block_end end_of(const syntax::block& b) {
  for (const syntax::statement& s : b.statements)
    if (const auto end = end_of(s); end != block_end::falls)
      return end;
  return block_end::falls;
}

bool runs_out(const syntax::block& b) {
  if (b.statements.empty())
    return true;
  const auto& last = b.statements.back().is;
  if (const auto* exit = std::get_if<syntax::exit>(&last))
    return exit->is == syntax::exit::word::hold;
  if (const auto* choice = std::get_if<syntax::if_else>(&last))
    return !choice->otherwise || runs_out(choice->then) || runs_out(*choice->otherwise);
  return end_of(b.statements.back()) == block_end::falls;
}

} // namespace gantry::dsl
