#include "gateway/http/address.hpp"
#include "gateway/http/server_core.hpp"
#include "gateway/http/server_session.hpp"
#include "gateway/http_server.hpp"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/strand.hpp>

#include <sys/resource.h>
#include <thread>
#include <vector>

namespace gantry::gateway {
namespace {

namespace net = boost::asio;
using boost::system::error_code;
using net::ip::tcp;

constexpr std::chrono::milliseconds accept_pause{100};

/// Makes room for the connections that are promised, as far as the system lets this process: the
/// usual soft limit of 1,024 files would end below a thousand connections and a database.
void raise_file_limit(std::size_t connections_max) {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0)
    return;
  const auto wanted = static_cast<rlim_t>(connections_max + connections_max / 10 + 512);
  if (limit.rlim_cur >= wanted)
    return;
  limit.rlim_cur = std::min(wanted, limit.rlim_max);
  setrlimit(RLIMIT_NOFILE, &limit);
}

class listening_server final : public http_server {
public:
  listening_server(http_limits limits, http_handler handler)
      : core_(std::make_shared<server_core>(std::move(limits), std::move(handler))),
        strand_(net::make_strand(core_->context)), acceptor_(strand_), pause_(strand_),
        work_(core_->context.get_executor()) {}

  // Threads that cannot be ended end the process. NOLINTNEXTLINE(bugprone-exception-escape)
  ~listening_server() override { stop(0); }

  result<void> open(const tcp::endpoint& at, std::string_view written) {
    error_code ec;
    acceptor_.open(at.protocol(), ec);
    if (!ec)
      acceptor_.set_option(tcp::acceptor::reuse_address(true), ec);
    if (!ec)
      acceptor_.bind(at, ec);
    if (!ec)
      acceptor_.listen(net::socket_base::max_listen_connections, ec);
    if (!ec)
      port_ = acceptor_.local_endpoint(ec).port();
    if (!ec)
      return {};
    const auto code = ec == net::error::address_in_use ? errc::address_in_use : errc::bad_argument;
    return fail(code, "cannot listen on " + std::string{written} + ": " + ec.message(),
                code == errc::address_in_use
                    ? "End the program that has the address, or listen on another port."
                    : "Give an address of this machine and a port that it may use.");
  }

  void run(std::size_t threads) {
    net::post(strand_, [this] { accept(); });
    for (std::size_t i = 0; i < std::max<std::size_t>(threads, 1); ++i)
      threads_.emplace_back([core = core_] { core->context.run(); });
  }

  std::uint16_t port() const override { return port_; }
  std::size_t connections() const override { return core_->connections(); }

  void stop(std::int64_t timeout_ms) override {
    if (threads_.empty())
      return;
    net::post(strand_, [this] {
      error_code ignored;
      acceptor_.close(ignored);
      pause_.cancel();
    });
    core_->begin_stop();
    (void)core_->wait_until_empty(std::chrono::milliseconds{timeout_ms});
    core_->close_all();
    work_.reset();
    // Every socket is closed and every timer cancelled, so the threads run out of work by
    // themselves and each completion has released its session.
    for (auto& thread : threads_)
      thread.join();
    threads_.clear();
  }

private:
  void accept() {
    acceptor_.async_accept(net::make_strand(core_->context),
                           [this](const error_code& ec, tcp::socket socket) {
                             if (core_->stopping || ec == net::error::operation_aborted)
                               return;
                             if (ec)
                               return pause_accepting();
                             take(std::move(socket));
                             accept();
                           });
  }

  void take(tcp::socket socket) {
    const auto now = core_->connections();
    const auto most = core_->limits.connections_max;
    if (now >= most + most / 10 + 1) {
      error_code ignored;
      socket.set_option(net::socket_base::linger{true, 0}, ignored);
      return;
    }
    auto session = std::make_shared<server_session>(core_, std::move(socket));
    if (now >= most)
      session->turn_away();
    else
      session->start();
  }

  /// Out of files or memory: what is open goes on, and the queue of the kernel waits.
  void pause_accepting() {
    pause_.expires_after(accept_pause);
    pause_.async_wait([this](const error_code& ec) {
      if (!ec)
        accept();
    });
  }

  std::shared_ptr<server_core> core_;
  net::strand<net::io_context::executor_type> strand_;
  tcp::acceptor acceptor_;
  net::steady_timer pause_;
  net::executor_work_guard<net::io_context::executor_type> work_;
  std::vector<std::thread> threads_;
  std::uint16_t port_ = 0;
};

} // namespace

result<std::unique_ptr<http_server>> http_server::listen(std::string_view address_and_port,
                                                         http_limits limits, http_handler handler,
                                                         std::size_t threads) {
  auto address = parse_address(address_and_port);
  if (!address)
    return tl::unexpected(address.error());
  raise_file_limit(limits.connections_max);
  auto server = std::make_unique<listening_server>(std::move(limits), std::move(handler));
  net::io_context resolving;
  error_code ec;
  const auto found = tcp::resolver{resolving}.resolve(address->host, std::to_string(address->port),
                                                      tcp::resolver::passive, ec);
  if (ec || found.empty())
    return fail(errc::bad_argument,
                "the address " + std::string{address_and_port} + " is not known: " + ec.message(),
                "Give an address of this machine, for example 127.0.0.1:7400.");
  if (auto opened = server->open(found.begin()->endpoint(), address_and_port); !opened)
    return tl::unexpected(opened.error());
  server->run(threads);
  return server;
}

} // namespace gantry::gateway
