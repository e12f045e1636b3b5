#pragma once

#include <string_view>

namespace gantry::dsl {

/// Every diagnostic of the parser and the checker of flows, with what it means in one line. A code
/// never changes its meaning and is never given to another one; the first two digits are the
/// family. The lexer has GF0101 to GF0109, the parser of expressions GF0110 to GF0119 and the
/// checker of expressions GF0201 to GF0259 (dsl/syntax/lex/token.hpp,
/// dsl/expr/compile_expression.hpp).
///
/// X(name, code, meaning)
#define GANTRY_DIAGNOSTICS(X)                                                                      \
  X(expected, "GF0120", "something else is expected here")                                         \
  X(unknown_word, "GF0121", "no declaration, statement or clause begins with this word")           \
  X(not_closed, "GF0122", "a block is not closed")                                                 \
  X(not_supported, "GF0123", "a construct of the language that this version does not build")       \
  X(too_deep, "GF0124", "blocks are nested too deep")                                              \
  X(too_many_files, "GF0125", "too many files")                                                    \
  X(given_twice, "GF0126", "a header or clause is given twice")                                    \
  X(reserved_word, "GF0130", "a reserved word is used as a name")                                  \
  X(doubled_name, "GF0131", "a name is declared twice in one place")                               \
  X(shadowed_name, "GF0132", "a name hides another one")                                           \
  X(import_not_found, "GF0133", "an imported file does not exist")                                 \
  X(import_cycle, "GF0134", "files import each other in a circle")                                 \
  X(import_unused, "GF0135", "nothing of an imported file is used")                                \
  X(import_doubled, "GF0136", "a file is imported twice")                                          \
  X(unknown_type, "GF0260", "a type is not declared here")                                         \
  X(recursive_type, "GF0261", "a type contains itself")                                            \
  X(recursive_define, "GF0262", "a define calls itself")                                           \
  X(argument_missing, "GF0263", "a call lacks an argument")                                        \
  X(argument_unknown, "GF0264", "a call has an argument that the callee does not know")            \
  X(argument_doubled, "GF0265", "a call gives an argument twice")                                  \
  X(duration_due, "GF0266", "a number stands where a duration is due")                             \
  X(not_optional, "GF0267", "`if … as` unwraps a value that is never absent")                      \
  X(not_scalar, "GF0268", "a key, label or correlation is made of more than one plain value")      \
  X(unknown_operation, "GF0301", "an operation is not declared")                                   \
  X(unknown_contract, "GF0302", "a contract is not declared or not imported")                      \
  X(unknown_policy, "GF0303", "a policy is not declared or not imported")                          \
  X(once_unverified, "GF0304", "the outcome of a `once` operation may stay unknown")               \
  X(finder_wrong, "GF0305", "a finder is not a read by key that returns a list")                   \
  X(settle_missing, "GF0306", "a verify has no settle")                                            \
  X(settle_misplaced, "GF0307", "settle alone, or verify, stands at the wrong kind of operation")  \
  X(undeclared_error, "GF0308", "a handler names an error that the operation does not declare")    \
  X(error_unhandled, "GF0309", "nobody handles a declared error")                                  \
  X(handled_twice, "GF0310", "two handlers of a step take the same error")                         \
  X(key_misplaced, "GF0311", "`key` marks a parameter that is not an event's")                     \
  X(no_exit, "GF0401", "a block must leave or yield and does neither")                             \
  X(misplaced, "GF0402", "a statement stands where it may not")                                    \
  X(unreachable, "GF0403", "a statement can never be reached")                                     \
  X(no_return, "GF0404", "a path reaches the end without the workflow's result")                   \
  X(nothing_to_return, "GF0405", "a value is returned by a workflow without result")               \
  X(unused_result, "GF0406", "a result is never used")                                             \
  X(yield_disagrees, "GF0407", "a yielded value does not have the type that is due")               \
  X(not_bound, "GF0408", "a name is used where it is not bound")                                   \
  X(timeout_missing, "GF0501", "no timeout applies to a step")                                     \
  X(deadline_missing, "GF0502", "a wait has no deadline")                                          \
  X(unknown_stage, "GF0503", "a stage does not exist")                                             \
  X(else_missing, "GF0504", "a deadline or retry does not say what then")                          \
  X(attempts_exceed, "GF0505", "one attempt may last longer than the deadline")                    \
  X(unbounded_retry, "GF0601", "a retry has no sensible bound")                                    \
  X(too_late_to_undo, "GF0701", "cancel or reject after a final stage")                            \
  X(not_compensated, "GF0702", "an effect before the final stage says nothing about undoing")      \
  X(undo_not_safe, "GF0703", "a compensation is not safe to repeat")                               \
  X(undo_not_needed, "GF0704", "a step that is never compensated has a compensation")              \
  X(unknown_event, "GF0801", "an event is not declared")                                           \
  X(event_keys, "GF0802", "the keys of an event are not given completely, or something else is")   \
  X(event_not_kept, "GF0803", "an event without `keep` cannot be waited for")                      \
  X(event_without_key, "GF0804", "an event that is waited for has no key")                         \
  X(handlers_overlap, "GF0805", "two handlers take the same event")                                \
  X(no_business_key, "GF0806", "a workflow has no key")

struct diagnostic_code {
  std::string_view code;
  std::string_view meaning;
};

namespace codes {
#define GANTRY_DIAGNOSTIC(name, code, meaning) inline constexpr diagnostic_code name{code, meaning};
GANTRY_DIAGNOSTICS(GANTRY_DIAGNOSTIC)
#undef GANTRY_DIAGNOSTIC
} // namespace codes

} // namespace gantry::dsl
