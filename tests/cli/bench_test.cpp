#include "actors/index_audit.hpp"
#include "bench/bench_engine.hpp"
#include "bench/order_loader.hpp"
#include "persistence/inspection.hpp"
#include "tests/cli/gantry_run.hpp"

#include <catch2/catch.hpp>

namespace gantry::cli::test {

TEST_CASE("a bench that did not measure the bare database says null, not nothing", "[e2e]") {
  const own_folder folder;
  const auto got = run(
      {"bench", "--orders", "20", "--in-flight", "2", "--data", folder.path().string(), "--json"});
  INFO(got.err);
  REQUIRE(got.exit_code == 0);
  CHECK(got.json().find("raw_orders_per_s")->is_none());
  CHECK(got.json().find("raw_share")->is_none());
  CHECK_FALSE(got.json().find("orders_per_s")->is_none());
}

TEST_CASE("the bench of the language measures a right flow and an order that is taken", "[e2e]") {
  const auto got = run({"bench", "--language", "--rounds", "1", "--flows",
                        std::string(GANTRY_SOURCE_DIR) + "/workflows", "--json"});
  INFO(got.err);
  REQUIRE(got.exit_code == 0);
  CHECK(got.json().find("flow_lines")->as_int() >= 2'000);
  CHECK(got.json().find("document_bytes")->as_int() >= 1'000);
  CHECK(got.json().find("document_lines")->as_int() == 2);
}

TEST_CASE("whatever is offered beyond what can be done is taken to its end or refused", "[e2e]") {
  const own_folder folder;
  const auto got = run({"bench", "--overload", "2", "--far-side", "600", "--data",
                        folder.path().string(), "--json"});
  INFO(got.err);
  REQUIRE(got.exit_code == 0); // 1 when an order that was taken does not end
  const auto figure = [&](const char* name) { return got.json().find(name)->as_int(); };
  CHECK(figure("offered") >= 500);
  CHECK(figure("taken") + figure("refused") == figure("offered"));
  CHECK(figure("failed") == 0);
  CHECK(got.json().find("rss_mb")->as_list().size() >= 2);
}

TEST_CASE("one run of the bench measures one thing", "[e2e]") {
  for (const auto& flags : {std::vector<std::string>{"--waiting", "100", "--stored", "1000"},
                            {"--codec", "--reducer"},
                            {"--overload", "1", "--timers", "100"},
                            {"--far-side", "600"},
                            {"--random-keys"}}) {
    std::vector<std::string> arguments{"bench"};
    arguments.insert(arguments.end(), flags.begin(), flags.end());
    const auto got = run(arguments);
    INFO(got.err);
    CHECK(got.exit_code == 2);
    CHECK(got.err.find(flags.front()) != std::string::npos);
  }
}

TEST_CASE("what the bench loads as stored orders is what an engine would have written", "[e2e]") {
  const own_folder folder;
  const auto environment = actors::real_environment();
  const auto programs = bench::compile_bench();
  REQUIRE(programs);
  {
    const auto store = bench::open_bench_store(folder.path(), environment);
    REQUIRE(store);
    bench::load_options what;
    what.orders = 300;
    what.newest = environment.wall_clock();
    REQUIRE(bench::load_finished_orders(*store, what));
    const auto definition = [&](const std::string& closure) -> result<dsl::program_ptr> {
      for (const auto& program : *programs)
        if (to_hex(program->closure) == closure)
          return program;
      return fail(errc::not_found, "no definition " + closure);
    };
    for (const std::int64_t order : {1, 150, 300}) {
      const auto difference = actors::index_against_fold(**store, order, definition);
      REQUIRE(difference);
      CHECK(*difference == "");
    }
  }
  const auto looks = persistence::inspect_sqlite(
      {.database = folder / "gantry.db", .now = environment.wall_clock()});
  REQUIRE(looks);
  for (const auto& look : *looks) {
    INFO(look.what);
    CHECK(look.wrong == std::vector<std::string>{});
  }
}

} // namespace gantry::cli::test
