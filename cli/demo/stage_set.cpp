#include "cli/demo/stage_set.hpp"

#include "gateway/http_connector.hpp"

#include <chrono>
#include <deque>
#include <fmt/format.h>
#include <fstream>
#include <thread>

namespace gantry::cli {
std::string last_lines(const std::filesystem::path& file, std::size_t lines) {
  std::ifstream in(file);
  std::deque<std::string> kept;
  for (std::string line; std::getline(in, line);) {
    kept.push_back(std::move(line));
    if (kept.size() > lines)
      kept.pop_front();
  }
  return fmt::format("{}", fmt::join(kept, "\n"));
}

result<stage_set> stage_set::start(const stage_options& options) {
  stage_set set(options);
  std::filesystem::create_directories(options.folder);
  if (auto held = set.take_ports(); !held)
    return tl::unexpected(held.error());
  set.engine_url_ = fmt::format("http://127.0.0.1:{}", set.engine_port_);
  set.company_url_ = fmt::format("http://127.0.0.1:{}", set.company_port_);
  set.write_settings();
  if (auto company = set.start_company(); !company)
    return tl::unexpected(company.error());
  if (auto engine = set.start_engine(); !engine)
    return tl::unexpected(engine.error());
  if (auto ready = set.wait_ready(20'000); !ready)
    return tl::unexpected(ready.error());
  return set;
}

result<void> stage_set::take_ports() {
  const auto take = [this](std::uint16_t& port) {
    return sandbox::held_port::take("127.0.0.1", 0).map([&](sandbox::held_port held) {
      port = held.port();
      held_.push_back(std::move(held));
    });
  };
  auto taken = take(engine_port_).and_then([&] { return take(company_port_); });
  for (const char* system : {"crm", "erp", "wms", "tms"})
    taken = taken.and_then([&] { return take(system_ports_[system]); });
  return taken;
}

void stage_set::write_settings() const {
  // In a file, so that whoever starts the engine again by hand needs no variable for it.
  const auto secret = std::filesystem::absolute(options_.folder / "webshop.secret");
  std::ofstream(secret) << webshop_secret() << "\n";
  std::filesystem::permissions(secret, std::filesystem::perms::owner_read |
                                           std::filesystem::perms::owner_write);
  std::ofstream out(options_.folder / "gantry.toml");
  out << fmt::format(
      "data    = \"{}\"\nbackups = \"{}\"\nlisten  = \"127.0.0.1:{}\"\nflows   = \"{}\"\n",
      std::filesystem::absolute(options_.folder / "engine").string(),
      std::filesystem::absolute(options_.folder / "backups").string(), engine_port_,
      std::filesystem::absolute(options_.flows).string());
  for (const auto& [system, port] : system_ports_)
    out << fmt::format("\n[adapters.{0}]\ncontract      = \"{0}\"\nkind          = \"http\"\n"
                       "url           = \"http://127.0.0.1:{1}/{0}\"\nmax_in_flight = 16\n",
                       system, port);
  out << fmt::format(R"(
[channels.portal]
kind     = "json"
workflow = "order_to_cash"
partner  = "portal"

[channels.webshop]
kind     = "shopify"
workflow = "order_to_cash"
partner  = "webshop"
secret   = "file:{}"

[channels.edi]
kind     = "x12"
workflow = "order_to_cash"
partner  = "ISA06"
replies  = "{}"
)",
                     secret.string(),
                     std::filesystem::absolute(options_.folder / "edi-out").string());
}

result<child_process> stage_set::start_process(
    const std::vector<std::string>& arguments, const std::filesystem::path& log,
    const std::vector<std::pair<std::string, std::string>>& environment) const {
  return child_process::start(arguments, log.string(), environment, options_.executable,
                              options_.life);
}

result<void> stage_set::start_company() {
  std::vector<std::string> arguments{"sandbox",
                                     "--data",
                                     (options_.folder / "company").string(),
                                     "--listen",
                                     fmt::format("127.0.0.1:{}", company_port_),
                                     "--engine",
                                     engine_url_,
                                     "--ships-after",
                                     options_.ships_after,
                                     "--seed",
                                     std::to_string(options_.seed)};
  for (const auto& [system, port] : system_ports_) {
    arguments.emplace_back("--listen-for");
    arguments.push_back(fmt::format("{}=127.0.0.1:{}", system, port));
  }
  auto started = start_process(arguments, options_.folder / "company.log");
  if (!started)
    return tl::unexpected(started.error());
  company_.emplace(std::move(*started));
  return wait_for(company_url_, "/healthz", *company_, options_.folder / "company.log", 20'000);
}

result<void> stage_set::start_engine() {
  auto started = start_process({"serve", "--config", (options_.folder / "gantry.toml").string()},
                               engine_log(), engine_environment_);
  if (!started)
    return tl::unexpected(started.error());
  engine_.emplace(std::move(*started));
  return {};
}

result<void> stage_set::wait_ready(int timeout_ms) {
  return wait_for(engine_url_, "/readyz", *engine_, engine_log(), timeout_ms);
}

result<void> stage_set::wait_for(const std::string& url, const char* path, child_process& process,
                                 const std::filesystem::path& log, int timeout_ms) const {
  const auto until = std::chrono::steady_clock::now() + std::chrono::milliseconds(timeout_ms);
  while (std::chrono::steady_clock::now() < until) {
    gateway::http_client client(url, 2'000);
    if (const auto answer = client.request("GET", path); answer && answer->status == 200)
      return {};
    if (options_.given_up && options_.given_up())
      return fail(errc::unavailable, fmt::format("{}{} was given up", url, path));
    if (!process.alive())
      break;
    std::this_thread::sleep_for(std::chrono::milliseconds(25));
  }
  return fail(errc::unavailable, fmt::format("{}{} is not ready; the end of {}:\n{}", url, path,
                                             log.string(), last_lines(log, 12)));
}

void stage_set::let_go() {
  company_->let_go();
  engine_->let_go();
}

} // namespace gantry::cli
