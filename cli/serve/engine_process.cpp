#include "cli/serve/engine_process.hpp"

#include "channels/factory.hpp"
#include "cli/flow_files.hpp"
#include "cli/terminal.hpp"
#include "cli/version.hpp"
#include "dsl/syntax/parse/words.hpp"
#include "gateway/api.hpp"
#include "gateway/http/problem.hpp"
#include "gateway/http_connector.hpp"
#include "persistence/sqlite/sqlite_store.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <fmt/format.h>

namespace gantry::cli {
namespace {

result<dsl::compilation> deploy_flows(const settings& in_force) {
  const auto files = read_flow_files(in_force.text("flows"));
  if (!files)
    return tl::unexpected(files.error());
  auto compiled = dsl::compile(*files);
  std::size_t mistakes = 0, not_run = 0; // a note is one workflow that is not run yet
  const auto shown = as_shown(compiled, *files, in_force.text("flows"));
  for (const auto& d : shown.diagnostics)
    if (d.level != dsl::diagnostic::severity::warning) {
      ++(d.level == dsl::diagnostic::severity::error ? mistakes : not_run);
      fmt::print(stderr, "{}\n", dsl::render(d, shown.files, wants_colour(stderr)));
    }
  if (mistakes > 0)
    return fail(errc::flow_invalid,
                fmt::format("{} {} in the flows of {}: nothing was deployed", mistakes,
                            mistakes == 1 ? "mistake" : "mistakes", in_force.text("flows")),
                "mend them; `gantry check` explains them without starting an engine");
  if (not_run > 0)
    return fail(
        errc::flow_invalid,
        fmt::format("{} of {} {} what this version does not run yet: nothing was deployed",
                    not_run == 1 ? std::string("a workflow") : fmt::format("{} workflows", not_run),
                    in_force.text("flows"), not_run == 1 ? "uses" : "use"),
        "they check; keep them for a later version, or do without them until then");
  if (compiled.programs.empty())
    return fail(errc::flow_invalid, fmt::format("{} holds no workflow", in_force.text("flows")));
  return compiled;
}

result<std::vector<actors::adapter_options>> make_adapters(const settings& in_force) {
  std::vector<actors::adapter_options> adapters;
  for (const auto& table : in_force.adapters()) {
    gateway::http_connector_options options;
    options.url = table.url;
    options.connections_max = static_cast<std::size_t>(table.max_in_flight) + 8;
    auto to = gateway::make_http_connector(options);
    if (!to)
      return fail(
          to.error().code,
          fmt::format("{}: [adapters.{}]: {}", table.origin, table.name, to.error().message),
          to.error().help);
    actors::adapter_options adapter;
    adapter.name = table.name;
    adapter.contract = table.contract;
    adapter.to = std::move(*to);
    adapter.max_in_flight = static_cast<std::size_t>(table.max_in_flight);
    adapter.rate_per_s = table.rate_per_s;
    adapters.push_back(std::move(adapter));
  }
  return adapters;
}

/// The one that the table names, or the usual one of its kind; null where neither is needed.
result<dsl::mapping_ptr> mapping_of(const channel_settings& table, const std::string& where,
                                    const dsl::compilation& flows) {
  const auto name = table.mapping.empty() ? channels::usual_mapping(table.kind) : table.mapping;
  std::vector<std::string> known;
  for (const auto& each : flows.mappings) {
    if (each->name() == name)
      return each;
    known.push_back(each->name());
  }
  if (table.mapping.empty())
    return dsl::mapping_ptr{}; // a channel that needs one says so
  const auto near = dsl::words::nearest(name, known);
  return fail(errc::config_invalid, fmt::format("{}: the flows have no mapping `{}`", where, name),
              near.empty() ? "name a `mapping` of the flows folder"
                           : fmt::format("did you mean `{}`?", near));
}

result<void> add_channels(const settings& in_force, actors::runtime_options& options,
                          const dsl::compilation& flows) {
  for (const auto& table : in_force.channels()) {
    const auto where = fmt::format("{}: [channels.{}]", table.origin, table.name);
    const auto secret = resolve_secret(table.secret, where);
    if (!secret)
      return tl::unexpected(secret.error());
    bool deployed = false;
    for (const auto& program : flows.programs)
      deployed = deployed || program->name == table.workflow;
    if (!deployed)
      return fail(errc::config_invalid,
                  fmt::format("{}: the workflow `{}` is not deployed", where, table.workflow),
                  "name a workflow of the flows folder");
    auto mapping = mapping_of(table, where, flows);
    if (!mapping)
      return tl::unexpected(mapping.error());
    const channels::channel_options how{table.name,         table.kind, table.workflow,
                                        table.partner,      *secret,    in_force.text("site"),
                                        std::move(*mapping)};
    auto made = channels::make_channel(how);
    if (!made)
      return tl::unexpected(made.error());
    if (const auto warning = channels::warning_of(how); !warning.empty())
      spdlog::warn("{}: {}", table.origin, warning);
    options.channels[table.name] = std::move(*made);
  }
  return {};
}

actors::disk_room_options disk_below(const settings& in_force) {
  constexpr std::uint64_t megabyte = 1'000'000;
  actors::disk_room_options disk;
  disk.free_bytes =
      [folder = std::filesystem::path(in_force.text("data"))]() -> std::optional<std::uint64_t> {
    std::error_code failed;
    const auto room = std::filesystem::space(folder, failed);
    if (failed)
      return std::nullopt;
    return room.available;
  };
  disk.warn_bytes = static_cast<std::uint64_t>(in_force.integer("disk_warn_mb")) * megabyte;
  disk.reserve_bytes = static_cast<std::uint64_t>(in_force.integer("disk_reserve_mb")) * megabyte;
  return disk;
}

result<actors::runtime_options> runtime_options_of(const settings& in_force,
                                                   const dsl::compilation& flows) {
  actors::runtime_options options;
  options.site = in_force.text("site");
  options.shards = static_cast<std::size_t>(in_force.integer("shards"));
  options.threads = static_cast<std::size_t>(in_force.integer("threads"));
  options.open_orders_max = static_cast<std::size_t>(in_force.integer("open_orders_max"));
  options.crashes_max = static_cast<std::size_t>(in_force.integer("crashes_max"));
  options.passivate_after = {in_force.span_ns("passivate_after")};
  // The last tenth is for the answers that are still to be written.
  options.drain = {in_force.span_ns("drain") / 10 * 9};
  options.scratch = in_force.text("data");
  options.disk = disk_below(in_force);
  options.keep = {{in_force.span_ns("keep_orders")}, {in_force.span_ns("keep_documents")}};
  auto adapters = make_adapters(in_force);
  if (!adapters)
    return tl::unexpected(adapters.error());
  options.adapters = std::move(*adapters);
  if (auto added = add_channels(in_force, options, flows); !added)
    return tl::unexpected(added.error());
  return options;
}

/// An adapter for a contract that nobody calls harms nothing, and may be there for flows of
/// tomorrow; more often its contract is misspelt.
void warn_of_idle_adapters(const settings& in_force,
                           const std::vector<dsl::program_ptr>& programs) {
  std::vector<std::string> called;
  for (const auto& program : programs)
    for (const auto& operation : program->operations)
      called.push_back(operation.contract);
  for (const auto& table : in_force.adapters())
    if (std::find(called.begin(), called.end(), table.contract) == called.end()) {
      const auto near = dsl::words::nearest(table.contract, called);
      spdlog::warn("{}: [adapters.{}] serves the contract `{}`, which no deployed flow calls{}",
                   table.origin, table.name, table.contract,
                   near.empty() ? std::string{} : fmt::format("; did you mean `{}`?", near));
    }
}

/// The address is taken before the first order is taken up, so that an engine that cannot listen
/// sends nothing; until the runtime is there, everybody is told so.
class late_handler {
public:
  void open(gateway::http_handler handler) {
    handler_ = std::move(handler);
    is_open_.store(true, std::memory_order_release);
  }
  void serve(gateway::http_request request, gateway::http_answer answer) const {
    if (is_open_.load(std::memory_order_acquire))
      return handler_(std::move(request), std::move(answer));
    answer(gateway::problem_response(
        {errc::unavailable, "the engine is starting", "Try again in a moment.", {}}, request.path));
  }

private:
  gateway::http_handler handler_;
  std::atomic<bool> is_open_{false};
};

} // namespace

result<std::unique_ptr<engine_process>> engine_process::start(const settings& in_force,
                                                              const engine_flags& flags) {
  auto flows = deploy_flows(in_force);
  if (!flows)
    return tl::unexpected(flows.error());
  auto options = runtime_options_of(in_force, *flows);
  if (!options)
    return tl::unexpected(options.error());

  const auto environment = actors::real_environment();
  persistence::sqlite_options where;
  where.folder = in_force.text("data");
  where.site = in_force.text("site");
  where.adopt = flags.adopt;
  where.compress = in_force.text("bodies") == "compressed";
  auto store = persistence::open_sqlite(where, environment.wall_clock());
  if (!store)
    return tl::unexpected(store.error());

  std::unique_ptr<engine_process> process(new engine_process);
  const auto opening = std::make_shared<late_handler>();
  gateway::api_options api;
  api.version = version_text;
  api.backups = in_force.text("backups");
  auto limits = gateway::api_limits(api);
  limits.connections_max = static_cast<std::size_t>(in_force.integer("connections_max"));
  auto front = gateway::http_server::listen(
      in_force.text("listen"), limits,
      [opening](gateway::http_request request, gateway::http_answer answer) {
        opening->serve(std::move(request), std::move(answer));
      },
      static_cast<std::size_t>(in_force.integer("http_threads")));
  if (!front)
    return fail(front.error().code,
                fmt::format("setting `listen` (from {}): {}",
                            in_force.values().find("listen")->second.origin, front.error().message),
                front.error().help);
  warn_of_idle_adapters(in_force, flows->programs);
  process->workflow_count_ = flows->programs.size();
  process->replies_ = std::make_unique<reply_files>(in_force.channels());
  options->on_replies =
      [files = process->replies_.get()](const std::string& channel,
                                        const std::vector<channels::reply_document>& replies) {
        return files->write(channel, replies);
      };
  auto runtime = actors::runtime::start(std::move(*options), environment, *store, flows->programs);
  if (!runtime)
    return tl::unexpected(runtime.error());
  process->runtime_ = std::move(*runtime);
  process->front_ = std::move(*front);
  opening->open(gateway::make_api(*process->runtime_, api));
  return process;
}

engine_process::~engine_process() = default;

void engine_process::stop(std::int64_t timeout_ms) {
  using std::chrono::steady_clock;
  const auto until = steady_clock::now() + std::chrono::milliseconds(timeout_ms);
  // The front stays open meanwhile: who asks is told 503 and why, and who waits gets an answer.
  runtime_->drain();
  const auto left =
      std::chrono::duration_cast<std::chrono::milliseconds>(until - steady_clock::now()).count();
  front_->stop(std::max<std::int64_t>(left, 100));
}

} // namespace gantry::cli
