#include "cli/graphviz.hpp"

#include "dsl/graph/picture/picture.hpp"

#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

namespace gantry::cli {
namespace {

using clock = std::chrono::steady_clock;
constexpr auto time_max = std::chrono::seconds(30);
constexpr std::size_t answer_bytes_max = 64u << 20;

/// A descriptor that is closed with its owner.
class descriptor {
public:
  explicit descriptor(int number) : number_(number) {}
  descriptor(const descriptor&) = delete;
  descriptor& operator=(const descriptor&) = delete;
  ~descriptor() { close(); }
  [[nodiscard]] int number() const { return number_; }
  void close() {
    if (number_ >= 0)
      ::close(number_);
    number_ = -1;
  }

private:
  int number_;
};

/// A file in memory: `dot` reads it at its own pace, and nobody waits for two pipes at once.
int file_with(const std::string& text) {
  const int file = ::memfd_create("flow.dot", MFD_CLOEXEC);
  for (std::size_t done = 0; file >= 0 && done < text.size();) {
    const auto wrote = ::write(file, text.data() + done, text.size() - done);
    if (wrote <= 0)
      break;
    done += static_cast<std::size_t>(wrote);
  }
  ::lseek(file, 0, SEEK_SET);
  return file;
}

tl::unexpected<error> no_process(int number) {
  if (number == ENOENT)
    return fail(errc::unavailable,
                "pictures are laid out by Graphviz, whose program dot is not here",
                "apt-get install graphviz; --format dot, mermaid and json do without it");
  return fail(errc::internal, fmt::format("dot cannot be started: {}", std::strerror(number)));
}

/// Starts `dot -Tjson0`, without a shell; messages go the way of our own.
result<pid_t> start_dot(int in, int out) {
  posix_spawn_file_actions_t files;
  posix_spawn_file_actions_init(&files);
  posix_spawn_file_actions_adddup2(&files, in, STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&files, out, STDOUT_FILENO);
  std::string program = "dot", format = "-Tjson0";
  char* arguments[] = {program.data(), format.data(), nullptr};
  pid_t process = -1;
  const int failed = ::posix_spawnp(&process, program.c_str(), &files, nullptr, arguments, environ);
  posix_spawn_file_actions_destroy(&files);
  if (failed != 0)
    return no_process(failed);
  return process;
}

/// All that comes before the end or the deadline; false at the deadline.
bool read_until(int from, clock::time_point end, std::string& text) {
  for (;;) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(end - clock::now());
    pollfd ready{from, POLLIN, 0};
    if (left.count() <= 0 || text.size() > answer_bytes_max ||
        ::poll(&ready, 1, static_cast<int>(left.count())) == 0)
      return false;
    char buffer[65'536];
    const auto got = ::read(from, buffer, sizeof buffer);
    if (got < 0 && errno == EINTR)
      continue;
    if (got <= 0)
      return true;
    text.append(buffer, static_cast<std::size_t>(got));
  }
}

result<std::string> laid_out_by_dot(const std::string& request) {
  int ends[2] = {-1, -1};
  if (::pipe2(ends, O_CLOEXEC) != 0)
    return no_process(errno);
  descriptor reading(ends[0]), writing(ends[1]), question(file_with(request));
  const auto process = start_dot(question.number(), writing.number());
  if (!process)
    return tl::unexpected(process.error());
  writing.close();
  std::string answer;
  const bool came = read_until(reading.number(), clock::now() + time_max, answer);
  if (!came)
    ::kill(*process, SIGKILL);
  int status = 0;
  ::waitpid(*process, &status, 0);
  if (!came)
    return fail(errc::unavailable, "Graphviz has laid out this flow for 30 s and is not done",
                "take --format mermaid, or part the flow");
  if (WIFSIGNALED(status))
    return fail(errc::internal, fmt::format("dot ended by the signal {}", WTERMSIG(status)),
                "take --format mermaid, or part the flow");
  if (WEXITSTATUS(status) == 127)
    return no_process(ENOENT);
  if (WEXITSTATUS(status) != 0)
    return fail(errc::internal, fmt::format("dot ended with {}", WEXITSTATUS(status)));
  return answer;
}

} // namespace

result<std::string> draw_svg(const dsl::graph::flow_graph& g) {
  std::vector<dsl::graph::placed_part> parts;
  for (std::uint32_t part = 0; part <= g.panels.size(); ++part) {
    auto answer = laid_out_by_dot(dsl::graph::layout_request(g, part));
    if (!answer && answer.error().code == errc::internal)
      answer = laid_out_by_dot(dsl::graph::layout_request(g, part, dsl::graph::layout_care::plain));
    if (!answer)
      return tl::unexpected(answer.error());
    auto placed = dsl::graph::read_layout(*answer);
    if (!placed)
      return tl::unexpected(placed.error());
    parts.push_back(std::move(*placed));
  }
  return dsl::graph::to_svg(g, parts);
}

} // namespace gantry::cli
