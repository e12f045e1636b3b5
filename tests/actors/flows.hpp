#pragma once

#include "dsl/program.hpp"

#include <string>

namespace gantry::tests {

/// Compiles a workflow's text beside the contracts `far` and `near` (flows.cpp). Its input is a
/// `Job`. Throws std::runtime_error with the diagnostics when it does not check.
[[nodiscard]] dsl::program_ptr compile_for_actors(const std::string& workflow);
/// The same beside other contracts, which the workflow imports as `far.flow`.
[[nodiscard]] dsl::program_ptr compile_beside(const std::string& contracts,
                                              const std::string& workflow);

/// A read, an idempotent call and a `once` call with its finder and compensation, one after the
/// other.
extern const std::string three_steps;
/// One `once` call.
extern const std::string one_make;
/// One `once` call and a wait for `far.closed`, while a handler takes every `far.arrived`.
extern const std::string handler_and_wait;
/// One `once` call, a wait for `far.arrived`, and another `once` call.
extern const std::string make_wait_ship;

} // namespace gantry::tests
