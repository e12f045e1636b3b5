#include "examples/sandbox/desk.hpp"
#include "examples/sandbox/reception.hpp"

#include <atomic>

namespace gantry::sandbox {
namespace {

constexpr std::int64_t stop_timeout_ms = 3'000;
constexpr std::size_t body_bytes_max = 4u << 20;

class running_company final : public company {
public:
  running_company(const sandbox_options& options, std::unique_ptr<data_folder> folder)
      : options_(options), folder_(std::move(folder)), writer_(folder_->writing()),
        faults_(options.seed), shipping_(writer_, alarms_, [this] { wake_sender(); }) {
    if (!options_.engine.empty())
      sender_ = std::make_unique<event_sender>(options_.engine, writer_);
    doors_ = std::make_unique<own_doors>(
        options_.own_listeners, limits(),
        [this](const gateway::http_request& request, const gateway::http_answer& reply) {
          reception_->take(request, reply);
        });
    desk_ = std::make_unique<desk>(options_, writer_, faults_, *doors_, alarms_, shipping_,
                                   sender_.get());
    reception_ = std::make_unique<reception>(options_, *folder_, writer_, faults_, *doors_, *desk_,
                                             [this] { wake_sender(); });
    shipping_.look(); // what fell due while the company was closed
  }

  ~running_company() override { close(); }

  [[nodiscard]] result<void> listen() {
    auto server = gateway::http_server::listen(
        options_.listen, limits(),
        [this](const gateway::http_request& request, const gateway::http_answer& reply) {
          reception_->take(request, reply);
        });
    if (!server)
      return tl::unexpected(std::move(server.error()));
    server_ = std::move(*server);
    return doors_->open();
  }

  [[nodiscard]] std::uint16_t port() const override { return server_->port(); }

  [[nodiscard]] std::uint16_t port_of(const std::string& system) const override {
    const auto ports = doors_->ports();
    const auto found = ports.find(system);
    return found == ports.end() ? std::uint16_t{0} : found->second;
  }

  void stop() override { close(); }

private:
  static gateway::http_limits limits() {
    gateway::http_limits limits;
    limits.body_bytes_max = [](std::string_view, std::string_view) { return body_bytes_max; };
    return limits;
  }

  void wake_sender() {
    if (sender_)
      sender_->wake();
  }

  /// First the waiting, then the doors, then those who act by themselves, and the books last: what
  /// was taken in is written, and every answer that is still owed goes out.
  void close() {
    if (closed_.exchange(true))
      return;
    shipping_.stop();
    alarms_.stop();
    if (server_)
      server_->stop(stop_timeout_ms);
    doors_->stop(stop_timeout_ms);
    if (sender_)
      sender_->stop();
    writer_.stop();
  }

  const sandbox_options options_;
  std::unique_ptr<data_folder> folder_;
  timer alarms_;
  books_writer writer_;
  fault_book faults_;
  std::unique_ptr<event_sender> sender_;
  shipping_clock shipping_;
  std::unique_ptr<own_doors> doors_;
  std::unique_ptr<desk> desk_;
  std::unique_ptr<reception> reception_;
  std::unique_ptr<gateway::http_server> server_;
  std::atomic<bool> closed_{false};
};

} // namespace

result<std::unique_ptr<company>> company::open(const sandbox_options& options) {
  auto folder = data_folder::open(options.data);
  if (!folder)
    return tl::unexpected(std::move(folder.error()));
  auto opened = std::make_unique<running_company>(options, std::move(*folder));
  if (auto listening = opened->listen(); !listening)
    return tl::unexpected(std::move(listening.error()));
  return opened;
}

} // namespace gantry::sandbox
