#include "cli/demo/demo.hpp"

#include "cli/clock.hpp"
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
#include <optional>
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

void print_unrest(const run_end& end) {
  std::size_t shown = 0;
  for (const auto& order : end.orders)
    if (!order.at_rest() && shown++ < 10)
      fmt::print("  {} {} {} {}\n", order.id, order.key, order.status, order.waiting_for);
}

/// Data and logs of one run. A temporary folder goes away, unless somebody is to look into it.
class demo_folder {
public:
  explicit demo_folder(const demo_options& options)
      : path_(options.folder.empty() ? own_folder() : std::filesystem::absolute(options.folder)),
        goes_(options.folder.empty() && !options.keep) {}
  demo_folder(const demo_folder&) = delete;
  demo_folder& operator=(const demo_folder&) = delete;
  ~demo_folder() {
    std::error_code ignored; // a folder that cannot be removed harms nobody
    if (goes_)
      std::filesystem::remove_all(path_, ignored);
  }

  /// Absolute: settings and hints name it.
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }
  void keep_for_a_look() {
    goes_ = false;
    if (std::filesystem::exists(path_))
      fmt::print(stderr, "data and logs are in {}\n", path_.string());
  }

private:
  std::filesystem::path path_;
  bool goes_;
};

/// One run, step by step.
class demo_run {
public:
  demo_run(const demo_options& options, const end_signals& signals)
      : options_(options), signals_(signals), folder_(options) {}

  [[nodiscard]] result<demo_end> run() {
    auto end = run_to_the_proof();
    if (signals_.arrived() && !let_go_)
      return interrupted();
    if ((!end || *end != demo_end::proven || !options_.folder.empty()) && !options_.keep)
      folder_.keep_for_a_look();
    return end;
  }

private:
  result<demo_end> run_to_the_proof() {
    if (auto read = read_flows(); !read)
      return tl::unexpected(read.error());
    if (auto started = start_stage(); !started)
      return tl::unexpected(started.error());
    const auto documents = make_documents();
    engine_client engine(stage_->engine_url());
    order_feeder feeder({stage_->engine_url()}, documents);
    const auto end = watch(engine, feeder, orders_in(documents));
    feeder.stop();
    if (!end)
      return tl::unexpected(end.error());
    if (auto told = tell(engine, feeder, *end); !told)
      return tl::unexpected(told.error());
    const bool at_rest = end->at_rest && feeder.refusals().empty();
    return prove(end->orders).map([&](bool clean) {
      return clean && at_rest ? demo_end::proven : demo_end::not_proven;
    });
  }

  result<void> read_flows() {
    const auto files = read_flow_files(options_.flows);
    if (!files)
      return tl::unexpected(files.error());
    auto compiled = dsl::compile(*files);
    if (compiled.has_errors() || compiled.programs.empty())
      return fail(errc::flow_invalid,
                  fmt::format("the flows of {} do not check", options_.flows.string()),
                  fmt::format("gantry check {}", options_.flows.string()));
    programs_ = std::move(compiled.programs);
    return {};
  }

  result<void> start_stage() {
    stage_options where;
    where.folder = folder_.path();
    where.flows = options_.flows;
    where.seed = options_.seed;
    where.life = options_.keep ? child_process::life::own : child_process::life::with_owner;
    where.given_up = [this] { return signals_.arrived(); };
    auto stage = stage_set::start(where);
    if (!stage)
      return tl::unexpected(stage.error());
    stage_.emplace(std::move(*stage));
    if (auto on = switch_faults_on(*stage_, options_.seed); !on)
      return on;
    fmt::print("engine {}, sandbox company {} (ERP, WMS, TMS, CRM; faults on, seed {})\n",
               stage_->engine_url(), stage_->company_url(), options_.seed);
    return {};
  }

  std::vector<sandbox::stream_document> make_documents() const {
    sandbox::order_stream_options stream;
    stream.seed = options_.seed;
    stream.orders_count = options_.orders_count;
    stream.issued = wall_clock();
    stream.shopify_secret = stage_set::webshop_secret();
    auto documents = sandbox::make_order_stream(stream);
    fmt::print(
        "handing in {} orders in {} documents: portal (JSON), web shop (Shopify), EDI (X12)\n\n",
        orders_in(documents), documents.size());
    std::fflush(stdout);
    return documents;
  }

  /// Until every order is at rest, the time is over, or a signal has come.
  result<run_end> watch(engine_client& engine, const order_feeder& feeder,
                        std::size_t expected) const {
    const auto started = steady::now();
    progress shown(expected);
    run_end end;
    while (!end.at_rest && !signals_.arrived() &&
           steady::now() - started < std::chrono::milliseconds(options_.timeout_ms)) {
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
    if (signals_.arrived())
      return fail(errc::unavailable, "the demo was interrupted");
    return end;
  }

  /// The summary, and what did not go as it should.
  static result<void> tell(engine_client& engine, const order_feeder& feeder, const run_end& end) {
    const auto summary = summarise_run(engine, end.orders, {end.seconds, feeder.repeats()});
    if (!summary)
      return tl::unexpected(summary.error());
    fmt::print("{}", *summary);
    for (const auto& refusal : feeder.refusals())
      fmt::print("  {} {}\n", paint(stdout, tint::red, "not taken:"), refusal);
    if (!end.at_rest) {
      fmt::print("after {:.0f} s not every order is at rest:\n", end.seconds);
      print_unrest(end);
    }
    return {};
  }

  /// The last line says it; true when the ledgers are clean.
  result<bool> prove(const std::vector<listed_order>& orders) {
    const auto audit =
        audit_once_effects({stage_->engine_url(), stage_->company_url(), programs_}, orders);
    if (!audit)
      return tl::unexpected(audit.error());
    for (const auto& fault : audit->faults)
      fmt::print("  {} {}\n", paint(stdout, tint::red, "audit:"), fault);
    if (options_.keep && !signals_.arrived()) {
      print_what_to_try(*stage_, orders);
      stage_->let_go();
      let_go_ = true;
    }
    fmt::print("every once effect happened exactly once: {} of {}\n", audit->exactly_once,
               audit->effects);
    return audit->clean();
  }

  demo_end interrupted() {
    stage_.reset();
    fmt::print(stderr, "interrupted: engine and company have ended\n");
    if (options_.keep || !options_.folder.empty())
      folder_.keep_for_a_look();
    std::fflush(stdout);
    return demo_end::interrupted;
  }

  const demo_options& options_;
  const end_signals& signals_;
  demo_folder folder_; // outlives the processes that write into it
  std::vector<dsl::program_ptr> programs_;
  std::optional<stage_set> stage_;
  bool let_go_ = false; ///< engine and company go on by themselves
};

} // namespace

result<demo_end> run_demo(const demo_options& options, const end_signals& signals) {
  return demo_run(options, signals).run();
}

} // namespace gantry::cli
