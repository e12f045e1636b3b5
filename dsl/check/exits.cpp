#include "dsl/check/exits.hpp"

#include "dsl/base/error.hpp"

#include <algorithm>

namespace gantry::dsl {

block_end end_of(const syntax::statement& s) {
  return std::visit(
      overloaded{[](const syntax::exit& e) {
                   return e.is == syntax::exit::word::yield ? block_end::yields
                                                            : block_end::leaves;
                 },
                 [](const syntax::give_back&) { return block_end::leaves; },
                 [](const syntax::retry&) { return block_end::leaves; },
                 [](const syntax::unsupported&) { return block_end::leaves; },
                 [](const syntax::branch& b) {
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

} // namespace gantry::dsl
