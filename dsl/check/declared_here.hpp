#pragma once

#include "dsl/check/report.hpp"
#include "dsl/syntax/parse/ast.hpp"

#include <string>

namespace gantry::dsl {

/// Notes at the declaration that a mistake may come from. Where several places rely on it, the
/// mistake is told there (dsl/lower/follow_ups.cpp), in the words behind the colon.

/// A parameter of an event that is none of its keys; nothing when the event has none of the name.
inline void note_parameter(diagnostic& d, const syntax::event& of, const std::string& name) {
  for (const syntax::parameter& p : of.parameters)
    if (p.name.text == name)
      d.notes.push_back({p.name.at, "it is declared here: " + quoted(name) + " of " +
                                        quoted(of.name.text) + " is no key"});
}

inline void note_not_kept(diagnostic& d, const syntax::event& of) {
  d.notes.push_back({of.name.at, "it is declared here: " + quoted(of.name.text) + " is not kept"});
}

} // namespace gantry::dsl
