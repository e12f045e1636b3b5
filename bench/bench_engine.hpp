#pragma once

#include "actors/runtime.hpp"
#include "dsl/compile.hpp"
#include "persistence/store.hpp"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string_view>
#include <vector>

/// The engine that is measured: as production has it, with systems in the process.
namespace gantry::bench {

/// The flows of bench_flow.hpp. Errors: flow_invalid.
[[nodiscard]] result<std::vector<dsl::program_ptr>> compile_bench();

/// Errors: those of the store.
[[nodiscard]] result<std::shared_ptr<persistence::store>>
open_bench_store(const std::filesystem::path& folder, const actors::environment& environment);

/// `finished`: told of every order's end, with its phase.
[[nodiscard]] actors::runtime_options
bench_options_of(std::uint64_t in_flight,
                 std::function<void(std::string_view order, std::string_view phase)> finished);

/// Submits an order of this text, as the command line does.
void submit_text(actors::runtime& engine, std::string_view workflow, std::string text,
                 actors::answer<actors::submit_answer> done);

/// Submits the n-th order to this workflow.
void submit_bench_order(actors::runtime& engine, std::string_view workflow, std::uint64_t n,
                        actors::answer<actors::submit_answer> done);

} // namespace gantry::bench
