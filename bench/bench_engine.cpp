#include "bench/bench_engine.hpp"

#include "bench/bench_flow.hpp"
#include "bench/instant_systems.hpp"
#include "dsl/base/json.hpp"
#include "persistence/sqlite/sqlite_store.hpp"

#include <algorithm>
#include <utility>

namespace gantry::bench {

result<std::vector<dsl::program_ptr>> compile_bench() {
  const auto files = bench_flow();
  auto compiled = dsl::compile(files);
  if (compiled.has_errors())
    return fail(errc::flow_invalid, dsl::render(compiled.diagnostics.front(), files, false));
  return std::move(compiled.programs);
}

result<std::shared_ptr<persistence::store>>
open_bench_store(const std::filesystem::path& folder, const actors::environment& environment) {
  persistence::sqlite_options where;
  where.folder = folder;
  return persistence::open_sqlite(where, environment.wall_clock());
}

actors::runtime_options
bench_options_of(std::uint64_t in_flight,
                 std::function<void(std::string_view order, std::string_view phase)> finished) {
  actors::runtime_options options;
  actors::adapter_options systems;
  systems.name = systems.contract = "systems";
  systems.to = make_instant_systems();
  systems.max_in_flight = std::max<std::size_t>(16, in_flight);
  options.adapters.push_back(std::move(systems));
  options.intake_max = std::max<std::size_t>(options.intake_max, 2 * in_flight);
  options.ready_max = std::max<std::size_t>(options.ready_max, 4 * in_flight);
  options.on_finished = std::move(finished);
  return options;
}

void submit_text(actors::runtime& engine, std::string_view workflow, std::string text,
                 actors::answer<actors::submit_answer> done) {
  actors::submission what;
  what.workflow = workflow;
  auto parsed = parse_json(text);
  what.input = std::move(*parsed);
  what.raw_body = std::move(text);
  what.cause.principal = "cli:bench";
  engine.submit(std::move(what), std::move(done));
}

void submit_bench_order(actors::runtime& engine, std::string_view workflow, std::uint64_t n,
                        actors::answer<actors::submit_answer> done) {
  submit_text(engine, workflow, bench_order(n), std::move(done));
}

} // namespace gantry::bench
