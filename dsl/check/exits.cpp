#include "dsl/check/exits.hpp"

#include "dsl/base/error.hpp"

#include <algorithm>

namespace gantry::dsl {

block_end end_of(const syntax::statement& s) {
  return std::visit(overloaded{[](const syntax::exit& e) {
                                 return e.is == syntax::exit::word::yield ? block_end::yields
                                                                          : block_end::leaves;
                               },
                               [](const syntax::give_back&) { return block_end::leaves; },
                               [](const syntax::retry&) { return block_end::leaves; },
                               [](const syntax::broken&) { return block_end::leaves; },
                               [](const syntax::back&) { return block_end::leaves; },
                               [](const syntax::break_out&) { return block_end::leaves; },
                               [](const syntax::if_else& b) {
                                 if (!b.otherwise)
                                   return block_end::falls;
                                 return std::min(end_of(b.then), end_of(*b.otherwise));
                               },
                               [](const auto&) { return block_end::falls; }},
                    s.is);
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
