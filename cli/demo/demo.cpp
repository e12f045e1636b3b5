#include "cli/demo/demo.hpp"

#include "cli/demo/audit.hpp"
#include "cli/demo/fault_rules.hpp"
#include "cli/demo/order_feeder.hpp"
#include "cli/demo/progress.hpp"
#include "cli/demo/stage_set.hpp"
#include "cli/demo/summary.hpp"
#include "cli/flow_files.hpp"
#include "cli/own_place.hpp"
#include "cli/terminal.hpp"

#include <algorithm>
#include <chrono>
#include <fmt/format.h>
#include <thread>
#include <unistd.h>

namespace gantry::cli {
namespace {

using steady = std::chrono::steady_clock;

std::size_t orders_in(const std::vector<sandbox::stream_document>& documents) {
  std::size_t count = 0;
  for (const auto& document : documents)
    count += document.orders.size();
  return count;
}

std::filesystem::path own_folder() {
  return std::filesystem::temp_directory_path() / fmt::format("gantry-demo-{}", ::getpid());
}

result<void> switch_faults_on(const stage_set& stage, std::uint64_t seed) {
  gateway::http_client company(stage.company_url());
  const auto answer =
      company.request("PUT", "/faults", demo_faults(seed), {{"content-type", "application/json"}});
  if (!answer)
    return tl::unexpected(answer.error());
  if (answer->status / 100 != 2)
    return fail(errc::unavailable, "the sandbox did not take the faults: " + answer->body);
  return {};
}

void print_what_to_try(const stage_set& stage, const std::vector<listed_order>& orders) {
  const auto held = std::find_if(orders.begin(), orders.end(),
                                 [](const listed_order& order) { return order.status == "held"; });
  const std::string id = held == orders.end() ? "ID" : held->id;
  const auto gantry = typed_command();
  const auto folder = stage.options().folder.string();
  fmt::print("\nBoth go on. Try next:\n"
             "  export GANTRY_SERVER={0}\n"
             "  {4} orders list --status held\n"
             "  {4} orders timeline {1}\n"
             "  {4} orders cancel {1} --reason \"the customer rang\"\n"
             "  {4} submit {5} --wait 30s\n"
             "  curl -s '{2}/ledger?system=erp&operation=post_invoice'\n"
             "  curl -s {0}/metrics\n"
             "Pull the plug, and see that nothing is lost:\n"
             "  kill -9 {6}\n"
             "  {4} serve --config {3}/gantry.toml\n"
             "Data and logs are in {3}. End both with: kill {6} {7}\n",
             stage.engine_url(), id, stage.company_url(), folder, gantry,
             own_place("examples/orders/spades.json").string(), stage.engine_pid(),
             stage.company_pid());
}

struct run_end {
  std::vector<listed_order> orders;
  double seconds = 0;
  bool at_rest = false;
};

/// Watches until every order is at rest.
result<run_end> watch(engine_client& engine, const order_feeder& feeder, std::size_t expected,
                      std::int64_t timeout_ms) {
  const auto started = steady::now();
  progress shown(expected);
  run_end end;
  while (!end.at_rest && steady::now() - started < std::chrono::milliseconds(timeout_ms)) {
    auto orders = list_all_orders(engine);
    if (!orders)
      return tl::unexpected(orders.error());
    end.orders = std::move(*orders);
    end.seconds = std::chrono::duration<double>(steady::now() - started).count();
    shown.show(end.orders);
    end.at_rest = feeder.finished() && end.orders.size() >= feeder.orders_taken() &&
                  std::all_of(end.orders.begin(), end.orders.end(),
                              [](const auto& o) { return o.at_rest(); });
    if (!end.at_rest)
      std::this_thread::sleep_for(std::chrono::milliseconds(100));
  }
  shown.end();
  return end;
}

void print_unrest(const run_end& end) {
  std::size_t shown = 0;
  for (const auto& order : end.orders)
    if (!order.at_rest() && shown++ < 10)
      fmt::print("  {} {} {} {}\n", order.id, order.key, order.status, order.waiting_for);
}

} // namespace

result<bool> run_demo(const demo_options& options) {
  const auto files = read_flow_files(options.flows);
  if (!files)
    return tl::unexpected(files.error());
  auto compiled = dsl::compile(*files);
  if (compiled.has_errors() || compiled.programs.empty())
    return fail(errc::flow_invalid,
                fmt::format("the flows of {} do not check", options.flows.string()),
                fmt::format("gantry check {}", options.flows.string()));

  stage_options where;
  // Seen from everywhere: settings and hints name it.
  where.folder = options.folder.empty() ? own_folder() : std::filesystem::absolute(options.folder);
  where.flows = options.flows;
  where.seed = options.seed;
  auto stage = stage_set::start(where);
  if (!stage)
    return tl::unexpected(stage.error());
  if (auto on = switch_faults_on(*stage, options.seed); !on)
    return tl::unexpected(on.error());
  fmt::print("engine {}, sandbox company {} (ERP, WMS, TMS, CRM; faults on, seed {})\n",
             stage->engine_url(), stage->company_url(), options.seed);

  sandbox::order_stream_options stream;
  stream.seed = options.seed;
  stream.orders_count = options.orders_count;
  stream.issued = {std::chrono::duration_cast<std::chrono::nanoseconds>(
                       std::chrono::system_clock::now().time_since_epoch())
                       .count()};
  stream.shopify_secret = stage_set::webshop_secret();
  const auto documents = sandbox::make_order_stream(stream);
  fmt::print(
      "handing in {} orders in {} documents: portal (JSON), web shop (Shopify), EDI (X12)\n\n",
      orders_in(documents), documents.size());

  engine_client engine(stage->engine_url());
  order_feeder feeder({stage->engine_url()}, documents);
  const auto end = watch(engine, feeder, orders_in(documents), options.timeout_ms);
  feeder.stop();
  if (!end)
    return tl::unexpected(end.error());
  const auto summary = summarise_run(engine, end->orders, {end->seconds, feeder.repeats()});
  if (!summary)
    return tl::unexpected(summary.error());
  fmt::print("{}", *summary);
  for (const auto& refusal : feeder.refusals())
    fmt::print("  {} {}\n", paint(stdout, tint::red, "not taken:"), refusal);
  if (!end->at_rest) {
    fmt::print("after {:.0f} s not every order is at rest:\n", end->seconds);
    print_unrest(*end);
  }

  const auto audit = audit_once_effects(
      {stage->engine_url(), stage->company_url(), std::move(compiled.programs)}, end->orders);
  if (!audit)
    return tl::unexpected(audit.error());
  for (const auto& fault : audit->faults)
    fmt::print("  {} {}\n", paint(stdout, tint::red, "audit:"), fault);
  if (options.keep) {
    print_what_to_try(*stage, end->orders);
    stage->let_go();
  }
  fmt::print("every once effect happened exactly once: {} of {}\n", audit->exactly_once,
             audit->effects);
  const bool fine = audit->clean() && end->at_rest && feeder.refusals().empty();
  if (fine && !options.keep && options.folder.empty()) {
    std::error_code ignored; // a folder that cannot be removed harms nobody
    stage->end_engine();
    std::filesystem::remove_all(where.folder, ignored);
  } else if (!options.keep) {
    fmt::print(stderr, "data and logs are in {}\n", where.folder.string());
  }
  return fine;
}

} // namespace gantry::cli
