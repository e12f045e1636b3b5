#pragma once

#include <cstdint>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace gantry::gateway::test {

/// One accepted connection, in the hands of a script.
class scripted_connection {
public:
  explicit scripted_connection(int socket) : socket_(socket) {}
  ~scripted_connection();
  scripted_connection(const scripted_connection&) = delete;
  scripted_connection& operator=(const scripted_connection&) = delete;

  /// Header and body of the next request; what there was of it when the connection ended.
  std::string read_request();
  /// Everything that still comes until the connection ends, at most so long.
  std::string read_rest(int timeout_ms = 5'000);
  void write(const std::string& bytes);
  void answer(int status, const std::string& body, const std::string& headers = {});
  /// Closes with a reset instead of an orderly end.
  void reset();

private:
  int socket_;
  std::string unread_;
};

/// A far side that does what a script says with each connection, one after the other on a thread of
/// its own; connections beyond the script are closed at once.
class scripted_server {
public:
  using act = std::function<void(scripted_connection&)>;
  explicit scripted_server(std::vector<act> script);
  ~scripted_server();
  scripted_server(const scripted_server&) = delete;
  scripted_server& operator=(const scripted_server&) = delete;

  [[nodiscard]] std::uint16_t port() const { return port_; }
  [[nodiscard]] std::string url() const {
    return "http://127.0.0.1:" + std::to_string(port_) + "/erp";
  }
  /// For scripts: keeps what they saw for the test.
  void saw(std::string what);
  [[nodiscard]] std::vector<std::string> seen() const;
  /// Waits until the script is over.
  void finish();
  [[nodiscard]] std::size_t accepted() const;

private:
  void run();

  std::vector<act> script_;
  std::uint16_t port_ = 0; ///< before the listener, which finds it out
  int listener_;
  mutable std::mutex mutex_;
  std::vector<std::string> seen_;
  std::size_t accepted_ = 0;
  std::thread thread_;
};

/// A port on which nobody listens.
[[nodiscard]] std::uint16_t deserted_port();

} // namespace gantry::gateway::test
