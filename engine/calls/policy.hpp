#pragma once

#include "engine/decision.hpp"

/// What a step's clauses say about one of its calls, evaluated when it is needed.
namespace gantry::engine {

[[nodiscard]] result<duration> timeout_of(const decision& d, const call_state& call);
/// Retries after the first attempt.
[[nodiscard]] result<std::uint32_t> retries_of(const decision& d, const call_state& call);
/// How long the n-th retry (from 1) waits: doubling from `from` up to `to`.
[[nodiscard]] result<duration> delay_of(const decision& d, const dsl::retry_rule& rule,
                                        std::uint32_t retry);
/// How long an attempt that ended unknown may still bring about its effect (E5.1).
[[nodiscard]] result<duration> settle_of(const decision& d, const call_state& call);

/// The program's error handler of a step for an error, or null.
[[nodiscard]] const dsl::error_handler* handler_for(const dsl::step& step,
                                                    const std::string& error);
/// Address of the statement that makes a step's calls.
[[nodiscard]] dsl::address address_of_step(const dsl::program& p, std::uint32_t step);

} // namespace gantry::engine
