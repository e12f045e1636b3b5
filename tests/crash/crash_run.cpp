#include "tests/crash/crash_run.hpp"

#include "actors/index_audit.hpp"
#include "cli/clock.hpp"
#include "cli/demo/fault_rules.hpp"
#include "cli/flow_files.hpp"
#include "persistence/inspection.hpp"
#include "persistence/sqlite/sqlite_store.hpp"
#include "tests/crash/expected_end.hpp"

#include <algorithm>
#include <cctype>
#include <chrono>
#include <cstdlib>
#include <fmt/format.h>
#include <fstream>
#include <iostream>
#include <stdexcept>
#include <thread>
#include <unistd.h>

namespace gantry::crash {
namespace {

using namespace std::chrono_literals;

template <class T>
T must(result<T> got) {
  if (!got)
    throw std::runtime_error(got.error().message);
  if constexpr (!std::is_void_v<T>)
    return std::move(*got);
}

void switch_faults_on(const std::string& company_url, std::uint64_t seed) {
  gateway::http_client company(company_url);
  const auto answer = must(company.request("PUT", "/faults", cli::demo_faults(seed),
                                           {{"content-type", "application/json"}}));
  if (answer.status != 200)
    throw std::runtime_error("the sandbox did not take the faults: " + answer.body);
}

/// Whether a business key ends with the sender's own number, as a whole part.
bool has_number(const std::string& key, const std::string& number) {
  return key.size() > number.size() &&
         key.compare(key.size() - number.size(), number.size(), number) == 0 &&
         std::isalnum(static_cast<unsigned char>(key[key.size() - number.size() - 1])) == 0;
}

/// The order's row and what the engine says to it.
order_end look_up(cli::engine_client& engine, const cli::listed_order& row) {
  order_end end{row, {}};
  if (row.status == "completed")
    return end;
  const auto shown = must(engine.request("GET", "/v1/orders/" + row.id));
  end.sentence = cli::text_of(shown.json, "end_reason");
  const auto* holds = shown.json.find("holds");
  if (end.sentence.empty() && holds != nullptr && holds->is_list() && !holds->as_list().empty())
    end.sentence = cli::text_of(holds->as_list().front(), "evidence");
  return end;
}

} // namespace

std::uint64_t crash_seed() {
  const char* given = std::getenv("GANTRY_CRASH_SEED");
  const auto seed = given != nullptr ? std::strtoull(given, nullptr, 10) : std::random_device{}();
  std::cout << "GANTRY_CRASH_SEED=" << seed << std::endl;
  return seed;
}

crash_run::crash_run(std::uint64_t seed, std::size_t orders_count) : dice_(seed) {
  auto name = (std::filesystem::temp_directory_path() / "gantry-crash-XXXXXX").string();
  if (::mkdtemp(name.data()) == nullptr)
    throw std::runtime_error("no temporary folder could be made");
  folder_ = name;
  const auto flows = std::filesystem::path(GANTRY_SOURCE_DIR) / "workflows";
  auto compiled = dsl::compile(must(cli::read_flow_files(flows)));
  if (compiled.has_errors())
    throw std::runtime_error("the flows do not check");
  programs_ = std::move(compiled.programs);

  cli::stage_options where;
  where.folder = folder_;
  where.flows = flows;
  where.executable = GANTRY_EXECUTABLE;
  where.seed = seed;
  stage_.emplace(must(cli::stage_set::start(where)));
  switch_faults_on(stage_->company_url(), seed);

  sandbox::order_stream_options stream;
  stream.seed = seed % 1'000'000;
  stream.orders_count = orders_count;
  stream.issued = cli::wall_clock();
  stream.shopify_secret = cli::stage_set::webshop_secret();
  documents_ = sandbox::make_order_stream(stream);
}

crash_run::~crash_run() {
  stage_.reset();
  std::error_code ignored;
  if (remove_)
    std::filesystem::remove_all(folder_, ignored);
}

void crash_run::feed_and_kill(int kills) {
  cli::order_feeder::options how{stage_->engine_url()};
  // Spread over the kills: about half a second each.
  how.documents_per_s = static_cast<double>(documents_.size()) / (0.6 * kills);
  cli::order_feeder feeder(how, documents_);
  std::uniform_int_distribution<int> moment_ms(20, 700);
  for (int kill = 0; kill < kills; ++kill) {
    std::this_thread::sleep_for(std::chrono::milliseconds(moment_ms(dice_)));
    stage_->kill_engine();
    must(stage_->start_engine());
    // Every other time it may be killed before it is ready.
    if (kill % 2 == 0)
      must(stage_->wait_ready(30'000));
  }
  must(stage_->wait_ready(30'000));
  finish_feeding(feeder);
}

void crash_run::finish_feeding(cli::order_feeder& feeder) {
  const auto until = std::chrono::steady_clock::now() + 60s;
  while (!feeder.finished() && std::chrono::steady_clock::now() < until)
    std::this_thread::sleep_for(20ms);
  feeder.stop();
  refusals_ = feeder.refusals();
}

void crash_run::begin_life(const std::string& fault) {
  stage_->kill_engine();
  if (fault.empty())
    stage_->set_engine_environment({});
  else
    stage_->set_engine_environment(
        {{"LD_PRELOAD", GANTRY_DISK_FAULTS}, {"GANTRY_DISK_FAULT", fault}});
  must(stage_->start_engine());
}

bool crash_run::dies_within(std::chrono::milliseconds time) {
  const auto until = std::chrono::steady_clock::now() + time;
  while (std::chrono::steady_clock::now() < until) {
    if (!stage_->engine_alive())
      return true;
    std::this_thread::sleep_for(5ms);
  }
  return !stage_->engine_alive();
}

std::vector<std::string> crash_run::feed_and_die_at(const std::vector<disk_fault>& faults) {
  cli::order_feeder::options how{stage_->engine_url()};
  how.documents_per_s =
      static_cast<double>(documents_.size()) / (1.2 * static_cast<double>(faults.size()));
  cli::order_feeder feeder(how, documents_);
  std::vector<std::string> survived;
  for (const auto& fault : faults) {
    begin_life(fault.how);
    using moment = disk_fault::moment;
    if (fault.when == moment::stop || fault.when == moment::backup) {
      must(stage_->wait_ready(30'000));
      std::this_thread::sleep_for(300ms);
    }
    if (fault.when == moment::stop)
      stage_->ask_engine_to_end();
    if (fault.when == moment::backup) {
      gateway::http_client engine(stage_->engine_url());
      (void)engine.request("POST", "/v1/backups", "{}", {{"content-type", "application/json"}});
    }
    if (!dies_within(20s))
      survived.push_back(fault.name + " (" + fault.how + ")");
    begin_life({});
    must(stage_->wait_ready(30'000));
  }
  finish_feeding(feeder);
  return survived;
}

void crash_run::feed_and_stop(int stops) {
  cli::order_feeder::options how{stage_->engine_url()};
  how.documents_per_s = static_cast<double>(documents_.size()) / (2.0 * stops);
  cli::order_feeder feeder(how, documents_);
  std::uniform_int_distribution<int> moment_ms(20, 700);
  std::uniform_int_distribution<int> still_ms(200, 4'000); // longer than the sandbox's patience
  for (int stop = 0; stop < stops; ++stop) {
    std::this_thread::sleep_for(std::chrono::milliseconds(moment_ms(dice_)));
    ::kill(stage_->engine_pid(), SIGSTOP);
    std::this_thread::sleep_for(std::chrono::milliseconds(still_ms(dice_)));
    ::kill(stage_->engine_pid(), SIGCONT);
  }
  finish_feeding(feeder);
}

void crash_run::feed_with(const std::vector<std::string>& faults) {
  cli::order_feeder::options how{stage_->engine_url()};
  how.documents_per_s =
      static_cast<double>(documents_.size()) / (2.0 * static_cast<double>(faults.size()));
  cli::order_feeder feeder(how, documents_);
  for (const auto& fault : faults) {
    begin_life(fault);
    must(stage_->wait_ready(30'000));
    std::this_thread::sleep_for(2s);
    if (!stage_->engine_alive())
      throw std::runtime_error("the engine did not survive " + fault);
    stage_->end_engine();
  }
  begin_life({});
  must(stage_->wait_ready(30'000));
  finish_feeding(feeder);
}

bool crash_run::come_to_rest(int timeout_ms) {
  // Longer than the longest retry that is none of hours, and counted in looks: an order that waits
  // for it looks as if it were at rest when the machine stood still meanwhile.
  constexpr int looks_at_rest = 20;
  cli::engine_client engine(stage_->engine_url());
  const auto until = std::chrono::steady_clock::now() + std::chrono::milliseconds(timeout_ms);
  int looks = 0;
  while (looks < looks_at_rest && std::chrono::steady_clock::now() < until) {
    orders_ = must(cli::list_all_orders(engine));
    const bool all_rest =
        std::all_of(orders_.begin(), orders_.end(), [](const auto& o) { return o.at_rest(); });
    looks = all_rest ? looks + 1 : 0;
    std::this_thread::sleep_for(200ms);
  }
  return looks == looks_at_rest;
}

std::vector<std::string> crash_run::unexpected_ends() const {
  cli::engine_client engine(stage_->engine_url());
  std::vector<std::string> sentences;
  std::size_t out_of_luck = 0;
  const auto out_of_luck_max = 1 + orders_.size() / 100;
  for (const auto& document : documents_)
    for (const auto& drawn : document.orders) {
      std::size_t found = 0;
      for (const auto& order : orders_)
        if (has_number(order.key, drawn.external_id)) {
          ++found;
          const auto end = look_up(engine, order);
          if (is_out_of_luck(end) && ++out_of_luck <= out_of_luck_max)
            continue;
          if (auto sentence = difference(drawn, end); !sentence.empty())
            sentences.push_back(std::move(sentence));
        }
      if (found != 1)
        sentences.push_back(
            fmt::format("{} was handed in and is there {} times", drawn.external_id, found));
    }
  return sentences;
}

cli::audit_result crash_run::audit() const {
  return must(
      cli::audit_once_effects({stage_->engine_url(), stage_->company_url(), programs_}, orders_));
}

std::size_t crash_run::said(const std::string& text) const {
  std::ifstream in(stage_->engine_log());
  std::size_t times = 0;
  for (std::string line; std::getline(in, line);)
    times += line.find(text) != std::string::npos ? 1 : 0;
  return times;
}

std::vector<std::string> crash_run::mistakes_of_database() {
  stage_->end_engine();
  std::vector<std::string> differences;
  const auto looks = must(persistence::inspect_sqlite(
      {.database = folder_ / "engine" / "gantry.db", .now = cli::wall_clock()}));
  for (const auto& look : looks)
    differences.insert(differences.end(), look.wrong.begin(), look.wrong.end());
  persistence::sqlite_options where;
  where.folder = folder_ / "engine";
  const auto store = must(persistence::open_sqlite(where, cli::wall_clock()));
  const auto definition = [this](const std::string& closure) -> result<dsl::program_ptr> {
    for (const auto& program : programs_)
      if (to_hex(program->closure) == closure)
        return program;
    return fail(errc::not_found, "no definition " + closure);
  };
  persistence::order_filter filter;
  filter.limit = 500;
  do {
    const auto page = must(store->list_orders(filter));
    for (const auto& row : page.items)
      if (auto difference = must(actors::index_against_fold(*store, row.number, definition));
          !difference.empty())
        differences.push_back(std::move(difference));
    filter.cursor = page.next;
  } while (!filter.cursor.empty());
  return differences;
}

} // namespace gantry::crash
