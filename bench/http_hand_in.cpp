#include "bench/http_hand_in.hpp"

#include "gateway/api.hpp"

#include <arpa/inet.h>
#include <atomic>
#include <cstdlib>
#include <cstring>
#include <deque>
#include <fmt/format.h>
#include <mutex>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>

namespace gantry::bench {
namespace {

struct connection {
  int socket = -1;
  std::uint64_t order = 0;
  std::string received;
};

std::string request_with(const std::string& order) {
  const auto body = "{\"workflow\":\"bench\",\"input\":" + order + "}";
  return fmt::format("POST /v1/orders HTTP/1.1\r\nHost: bench\r\nContent-Type: application/json\r\n"
                     "Content-Length: {}\r\n\r\n{}",
                     body.size(), body);
}

/// Length of a whole answer at the front of the bytes, or 0 while it is not whole.
std::size_t whole_answer(const std::string& bytes) {
  const auto head = bytes.find("\r\n\r\n");
  if (head == std::string::npos)
    return 0;
  auto at = bytes.find("ontent-Length: ");
  if (at == std::string::npos || at > head)
    at = bytes.find("ontent-length: ");
  if (at == std::string::npos || at > head)
    return 0;
  const auto length = std::strtoull(bytes.c_str() + at + 15, nullptr, 10);
  const auto whole = head + 4 + length;
  return bytes.size() >= whole ? whole : 0;
}

std::string order_id_in(const std::string& answer) {
  const auto at = answer.find("\"id\":\"");
  return at == std::string::npos ? std::string{} : answer.substr(at + 6, 36);
}

class loopback_load final : public http_hand_in {
public:
  explicit loopback_load(wishes what) : what_(std::move(what)) {}

  ~loopback_load() override {
    stopping_ = true;
    wake();
    if (thread_.joinable())
      thread_.join();
    for (const auto& one : connections_)
      ::close(one.socket);
    ::close(poll_);
    ::close(wake_);
    server_->stop(1'000);
  }

  result<void> start(actors::runtime& engine, std::uint64_t count) {
    gateway::api_options api;
    auto limits = gateway::api_limits(api);
    limits.connections_max = count + 16;
    auto server =
        gateway::http_server::listen("127.0.0.1:0", limits, gateway::make_api(engine, api));
    if (!server)
      return tl::unexpected(server.error());
    server_ = std::move(*server);
    poll_ = ::epoll_create1(EPOLL_CLOEXEC);
    wake_ = ::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    watch(wake_, wake_mark);
    connections_.resize(count);
    for (std::size_t i = 0; i < count; ++i)
      if (!connect(i))
        return fail(errc::connection_failed,
                    fmt::format("connection {} of the load failed: {}", i, std::strerror(errno)));
    thread_ = std::thread([this] { run(); });
    return {};
  }

  void hand_in(std::uint64_t n) override {
    auto text = request_with(what_.text(n));
    {
      const std::lock_guard lock(mutex_);
      waiting_.emplace_back(n, std::move(text));
    }
    wake();
  }

  std::size_t waiting() override {
    const std::lock_guard lock(mutex_);
    return waiting_.size();
  }

private:
  static constexpr std::uint64_t wake_mark = ~0ull;

  void wake() const {
    const std::uint64_t one = 1;
    [[maybe_unused]] const auto written = ::write(wake_, &one, sizeof one);
  }

  void watch(int descriptor, std::uint64_t mark) const {
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.u64 = mark;
    ::epoll_ctl(poll_, EPOLL_CTL_ADD, descriptor, &event);
  }

  bool connect(std::size_t index) {
    const int descriptor = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(server_->port());
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(descriptor, reinterpret_cast<sockaddr*>(&to), sizeof to) != 0)
      return false;
    const int on = 1;
    ::setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    connections_[index].socket = descriptor;
    idle_.push_back(index);
    watch(descriptor, index);
    return true;
  }

  void run() {
    epoll_event events[64];
    while (!stopping_) {
      const int count = ::epoll_wait(poll_, events, 64, -1);
      for (int i = 0; i < count; ++i) {
        if (events[i].data.u64 == wake_mark) {
          std::uint64_t drained = 0;
          [[maybe_unused]] const auto read = ::read(wake_, &drained, sizeof drained);
        } else {
          receive(static_cast<std::size_t>(events[i].data.u64));
        }
      }
      send_waiting();
    }
  }

  void send_waiting() {
    while (!idle_.empty()) {
      auto& one = connections_[idle_.back()];
      std::string text;
      {
        const std::lock_guard lock(mutex_);
        if (waiting_.empty())
          return;
        one.order = waiting_.front().first;
        text = std::move(waiting_.front().second);
        waiting_.pop_front();
      }
      idle_.pop_back();
      if (::send(one.socket, text.data(), text.size(), MSG_NOSIGNAL) !=
          static_cast<ssize_t>(text.size()))
        what_.failed("a request of the load could not be written");
    }
  }

  void receive(std::size_t index) {
    auto& one = connections_[index];
    char buffer[16 * 1024];
    const auto got = ::recv(one.socket, buffer, sizeof buffer, 0);
    if (got <= 0)
      return what_.failed("the front closed a connection of the load");
    one.received.append(buffer, static_cast<std::size_t>(got));
    const auto whole = whole_answer(one.received);
    if (whole == 0)
      return;
    const int status = std::atoi(one.received.c_str() + 9);
    what_.answered(one.order, status, status == 202 ? order_id_in(one.received) : std::string{},
                   one.received.substr(0, whole));
    one.received.erase(0, whole);
    idle_.push_back(index);
  }

  wishes what_;
  std::unique_ptr<gateway::http_server> server_;
  std::vector<connection> connections_;
  std::vector<std::size_t> idle_;
  std::mutex mutex_;
  std::deque<std::pair<std::uint64_t, std::string>> waiting_; ///< orders and their requests
  std::thread thread_;
  std::atomic<bool> stopping_ = false;
  int poll_ = -1, wake_ = -1;
};

} // namespace

result<std::unique_ptr<http_hand_in>> http_hand_in::open(actors::runtime& engine,
                                                         std::uint64_t connections, wishes what) {
  auto load = std::make_unique<loopback_load>(std::move(what));
  if (auto started = load->start(engine, connections); !started)
    return tl::unexpected(started.error());
  return load;
}

} // namespace gantry::bench
