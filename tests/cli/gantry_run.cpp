#include "tests/cli/gantry_run.hpp"

#include "cli/demo/stage_set.hpp"

#include <catch2/catch.hpp>

#include <chrono>
#include <csignal>
#include <fcntl.h>
#include <fstream>
#include <iterator>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

namespace gantry::cli::test {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

[[noreturn]] void become(const std::vector<std::string>& arguments, const run_options& how,
                         const fs::path& files) {
  const auto redirect = [&](const char* name, int flags, int to) {
    ::dup2(::open((files / name).c_str(), flags | O_CLOEXEC, 0600), to);
  };
  redirect("in", O_RDONLY, STDIN_FILENO);
  redirect("out", O_WRONLY | O_CREAT, STDOUT_FILENO);
  redirect("err", O_WRONLY | O_CREAT, STDERR_FILENO);
  if (!how.folder.empty() && ::chdir(how.folder.c_str()) != 0)
    ::_exit(126);
  for (const auto& [name, text] : how.environment)
    ::setenv(name.c_str(), text.c_str(), 1);
  std::vector<char*> argv{const_cast<char*>(how.program.c_str())};
  for (const auto& argument : arguments)
    argv.push_back(const_cast<char*>(argument.c_str()));
  argv.push_back(nullptr);
  ::execv(how.program.c_str(), argv.data());
  ::_exit(127);
}

/// The exit code; -1 after a kill because the time was over.
int wait_for(pid_t process, int timeout_ms) {
  const auto until = std::chrono::steady_clock::now() + std::chrono::milliseconds(timeout_ms);
  int status = 0;
  while (::waitpid(process, &status, WNOHANG) == 0) {
    if (std::chrono::steady_clock::now() > until) {
      ::kill(process, SIGKILL);
      ::waitpid(process, &status, 0);
      return -1;
    }
    std::this_thread::sleep_for(2ms);
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

} // namespace

value run_result::json() const {
  auto parsed = parse_json(out);
  INFO(out << err);
  REQUIRE(parsed.has_value());
  return std::move(*parsed);
}

run_result run(const std::vector<std::string>& arguments, const run_options& how) {
  const own_folder files;
  write_file(files / "in", how.input);
  const pid_t process = ::fork();
  REQUIRE(process >= 0);
  if (process == 0)
    become(arguments, how, files.path());
  run_result result;
  result.exit_code = wait_for(process, how.timeout_ms);
  result.out = read_file(files / "out");
  result.err = read_file(files / "err");
  return result;
}

lone_engine::lone_engine(const std::string& more_settings) {
  write_file(settings_file(), "data = \"" + data().string() +
                                  "\"\nlisten = \"127.0.0.1:0\"\nflows = \"" GANTRY_SOURCE_DIR
                                  "/workflows\"\n" +
                                  more_settings + deserted_adapters());
}

void lone_engine::start(const variables& environment, const std::vector<std::string>& more_flags) {
  process_.reset();
  port_ = 0;
  fs::remove(folder_ / "log");
  std::vector<std::string> arguments{"serve", "--config", settings_file()};
  arguments.insert(arguments.end(), more_flags.begin(), more_flags.end());
  auto started = cli::child_process::start(arguments, (folder_ / "log").string(), environment,
                                           GANTRY_EXECUTABLE);
  REQUIRE(started.has_value());
  process_.emplace(std::move(*started));
  const std::string listens = "listens on port ";
  const auto until = std::chrono::steady_clock::now() + 20s;
  while (port_ == 0 && std::chrono::steady_clock::now() < until && process_->alive()) {
    const auto text = log();
    if (const auto at = text.find(listens); at != std::string::npos)
      port_ = static_cast<std::uint16_t>(std::stoi(text.substr(at + listens.size())));
    else
      std::this_thread::sleep_for(5ms);
  }
  INFO(log());
  REQUIRE(port_ != 0);
}

std::string lone_engine::url() const {
  return "http://127.0.0.1:" + std::to_string(port_);
}

std::string lone_engine::log() const {
  return read_file(folder_ / "log");
}

void write_file(const fs::path& file, const std::string& text) {
  fs::create_directories(file.parent_path());
  std::ofstream(file, std::ios::binary) << text;
}

std::string read_file(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

std::string order(const std::string& number,
                  const std::vector<std::pair<std::string, std::string>>& change) {
  std::vector<std::pair<std::string, std::string>> members{
      {"order_number", "\"" + number + "\""},
      {"version", "1"},
      {"issued_at", R"("2026-01-05T10:00:00Z")"},
      {"source", R"({"channel":"portal","partner":"portal","external_id":")" + number + "\"}"},
      {"buyer", R"({"account":"C-1002","name":"Huber"})"},
      {"ship_to", R"({"name":"Anna Huber","street":"Gartenweg 4","postal_code":"80331",)"
                  R"("city":"Muenchen","country":"DE"})"},
      {"lines", R"([{"id":"1","sku":"SKU-7","quantity":"3","unit":"EA","unit_price":"4.50"}])"},
      {"currency", R"("EUR")"},
      {"payable_amount", R"("13.50")"},
      {"rush", "false"},
      {"promised", R"("2099-01-05T10:00:00Z")"},
      {"ship_window",
       R"({"not_before":"2026-01-06T00:00:00Z","not_after":"2099-01-07T00:00:00Z"})"}};
  for (const auto& [name, text] : change) {
    const auto found =
        std::find_if(members.begin(), members.end(),
                     [&, &wanted = name](const auto& m) { return m.first == wanted; });
    if (found == members.end())
      members.emplace_back(name, text);
    else
      found->second = text;
  }
  std::string json;
  for (const auto& [name, text] : members)
    json += (json.empty() ? "{\"" : ",\"") + name + "\":" + text;
  return json + "}";
}

std::string deserted_adapters() {
  std::string tables;
  for (const std::string contract : {"crm", "erp", "wms", "tms"})
    tables += "\n[adapters." + contract + "]\ncontract = \"" + contract +
              "\"\nkind = \"http\"\nurl = \"http://127.0.0.1:9/" + contract + "\"\n";
  return tables;
}

} // namespace gantry::cli::test
