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
  X(too_many, "GF0127", "there is more of something than a file or a folder may hold")             \
  X(more_mistakes, "GF0129", "a file holds more mistakes than are told")                           \
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
  X(match_incomplete, "GF0269", "a `match` does not cover every value")                            \
  X(case_wrong, "GF0270", "a case can never be what is matched")                                   \
  X(case_doubled, "GF0271", "a case of a `match` stands twice")                                    \
  X(list_due, "GF0272", "`each` goes through a value that is no list")                             \
  X(mapped_field_unknown, "GF0273", "a mapping names a field that its result does not have")       \
  X(mapped_field_missing, "GF0274", "a mapping leaves out a field that its result needs")          \
  X(rule_code, "GF0276", "the code of a mapping's rule is not made of words and hyphens")          \
  X(mapping_circle, "GF0277", "a mapping calls itself")                                            \
  X(too_costly, "GF0278", "a define or mapping costs more than its budget")                        \
  X(type_too_large, "GF0279", "a type holds too many records in each other, or too many fields")   \
  X(table_row_wrong, "GF0280", "a row of a table is not well formed")                              \
  X(table_row_doubled, "GF0281", "a row of a table stands twice")                                  \
  X(data_file_not_found, "GF0282", "the file of a table does not exist")                           \
  X(csv_wrong, "GF0283", "the file of a table is not well formed")                                 \
  X(csv_header_wrong, "GF0284", "the columns of a table's file do not fit the table")              \
  X(csv_cell_wrong, "GF0285", "a cell of a table's file does not have the type of its column")     \
  X(until_wrong, "GF0275", "what is waited until is neither a time nor a condition")               \
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
  X(answer_wrong, "GF0312", "the `answer` of an operation is not well formed")                     \
  X(lane_wrong, "GF0313", "a `lane` is not a plain parameter of its operation")                    \
  X(newest_wrong, "GF0314",                                                                        \
    "`newest` is not well formed, or stands at an operation that is not idempotent")               \
  X(batch_wrong, "GF0315", "a `batch` is not well formed")                                         \
  X(unknown_workflow, "GF0316", "a workflow is not declared or not imported")                      \
  X(answer_misplaced, "GF0317", "a step waits for an answer that its operation does not have")     \
  X(test_wrong, "GF0318", "a test speaks of something that is not there")                          \
  X(clause_misplaced, "GF0319", "a clause does not fit what the step calls")                       \
  X(settle_times_wrong, "GF0320", "the times of a `verify` do not fit together")                   \
  X(test_file_missing, "GF0321", "a test reads a file that does not exist")                        \
  X(no_exit, "GF0401", "a block must leave or yield and does neither")                             \
  X(misplaced, "GF0402", "a statement stands where it may not")                                    \
  X(unreachable, "GF0403", "a statement can never be reached")                                     \
  X(no_return, "GF0404", "a path reaches the end without the workflow's result")                   \
  X(nothing_to_return, "GF0405", "a value is returned by a workflow without result")               \
  X(unused_result, "GF0406", "a result is never used")                                             \
  X(yield_disagrees, "GF0407", "a yielded value does not have the type that is due")               \
  X(not_bound, "GF0408", "a name is used where it is not bound")                                   \
  X(choice_wrong, "GF0409", "the choices of a task are not well formed")                           \
  X(timeout_missing, "GF0501", "no timeout applies to a step")                                     \
  X(deadline_missing, "GF0502", "a wait has no deadline")                                          \
  X(unknown_stage, "GF0503", "a stage does not exist")                                             \
  X(else_missing, "GF0504", "a deadline or retry does not say what then")                          \
  X(attempts_exceed, "GF0505", "one attempt may last longer than the deadline")                    \
  X(unknown_calendar, "GF0506", "a calendar is not declared or not imported")                      \
  X(calendar_wrong, "GF0507", "a calendar is not well formed")                                     \
  X(unknown_zone, "GF0508", "a time zone does not exist")                                          \
  X(time_of_day_wrong, "GF0509", "a time of the day is not well formed")                           \
  X(entry_without_value, "GF0510",                                                                 \
    "a deadline answers a task, and something entered has no value then")                          \
  X(warning_too_early, "GF0511", "a warning comes before the service level has begun")             \
  X(stage_ahead, "GF0512", "`back` names a stage that has not been passed")                        \
  X(level_exceeded, "GF0513", "something may take longer than the service level that it leads to") \
  X(no_time, "GF0514", "a wait or a deadline is over before it begins")                            \
  X(calendar_short, "GF0515", "the holidays of a calendar end within a year")                      \
  X(retry_too_late, "GF0516", "the deadline ends before the first retry")                          \
  X(stage_not_passed, "GF0517", "a deadline counts from a stage that has not been passed")         \
  X(unbounded_retry, "GF0601", "a retry has no sensible bound")                                    \
  X(unbounded_repeat, "GF0602", "a `repeat` or `back` has no sensible bound")                      \
  X(fan_out_wrong, "GF0603", "the width of an `each` is not sensible")                             \
  X(fan_out_unnamed, "GF0604", "nothing names the iterations of an `each`")                        \
  X(workflow_cycle, "GF0605", "workflows call each other in a circle")                             \
  X(priority_wrong, "GF0606", "a priority is not between 0 and 100")                               \
  X(too_late_to_undo, "GF0701", "cancel or reject after a final stage")                            \
  X(not_compensated, "GF0702", "an effect before the final stage says nothing about undoing")      \
  X(undo_not_safe, "GF0703", "a compensation is not safe to repeat")                               \
  X(undo_not_needed, "GF0704", "a step that is never compensated has a compensation")              \
  X(undo_reads, "GF0705", "a compensation only reads, so it takes nothing back")                   \
  X(amend_wrong, "GF0706", "an `amend` names something that is not a field of the input")          \
  X(amend_fixed, "GF0707", "an `amend` changes what the order is known by")                        \
  X(stale_step, "GF0708", "an `amend` leaves a step behind that has read the old value")           \
  X(revise_wrong, "GF0709", "a `revise` does not give what its step gives")                        \
  X(amend_late, "GF0710", "earlier steps keep the value from before an amendment")                 \
  X(unknown_event, "GF0801", "an event is not declared")                                           \
  X(event_keys, "GF0802", "the keys of an event are not given completely, or something else is")   \
  X(event_not_kept, "GF0803", "an event without `keep` cannot be waited for")                      \
  X(event_without_key, "GF0804", "an event that is waited for has no key")                         \
  X(handlers_overlap, "GF0805", "two handlers take the same event")                                \
  X(no_business_key, "GF0806", "a workflow has no key")                                            \
  X(answers_only, "GF0807", "an event with errors can be an answer only")                          \
  X(waits_overlap, "GF0808", "two waits that are open together take the same event")               \
  X(begins_overlap, "GF0809", "two workflows begin on the same event")                             \
  X(key_of_nothing, "GF0810", "a key does not depend on the input")                                \
  X(key_not_unique, "GF0811", "a key is made of nothing that tells its events apart")              \
  X(personal_leaves, "GF0901", "personal data leaves the flow")                                    \
  X(version_missing, "GF0902", "a workflow has no version")

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
