#include "gateway/http/answer_outcome.hpp"
#include "gateway/http_connector.hpp"

#include <algorithm>
#include <ctime>
#include <optional>

namespace gantry::gateway {
namespace {

/// A value that came in with an order may go out in a header only as it could have come in.
bool is_header_value(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return static_cast<unsigned char>(c) >= 0x20 && c != 0x7f;
  });
}

void add_header(std::string& head, std::string_view name, std::string_view value) {
  if (is_header_value(value))
    head.append(name).append(": ").append(value).append("\r\n");
}

/// Bytes in the kernel's buffer outlive this process, so what is not acknowledged may travel for
/// less than the time after which its absence may be proven (E2.5).
std::int64_t user_timeout_ms(const engine::far_request& request) {
  std::int64_t bound_ns = request.timeout.ns;
  if (const auto* declared = request.declaration) {
    if (declared->verify && declared->verify->settle.ns > 0)
      bound_ns = std::min(bound_ns, declared->verify->settle.ns);
    if (declared->settle && declared->settle->ns > 0)
      bound_ns = std::min(bound_ns, declared->settle->ns);
  }
  return std::clamp<std::int64_t>(bound_ns / 1'000'000 * 3 / 4, 50, 3'600'000);
}

class exchange_call final : public engine::far_call {
public:
  explicit exchange_call(std::shared_ptr<exchange> of) : exchange_(std::move(of)) {}
  void abort() override { exchange_->abort(); }

private:
  std::shared_ptr<exchange> exchange_;
};

class http_far_system final : public engine::connector {
public:
  http_far_system(http_url url, const http_connector_options& options)
      : url_text_(options.url), answer_bytes_max_(options.answer_bytes_max),
        pool_(std::make_shared<host_pool>(
            std::move(url), host_pool_options{options.connections_max, 10'000,
                                              std::chrono::milliseconds{options.connect_timeout_ms},
                                              std::chrono::milliseconds{options.idle_close_ms}})) {}

  std::shared_ptr<engine::far_call> send(engine::far_request request,
                                         std::function<void(engine::outcome, bool)> done) override {
    exchange_request out;
    out.head = head_of(request);
    out.body = request.arguments;
    out.timeout = std::chrono::nanoseconds{request.timeout.ns};
    out.send_by_ns = request.send_by_ns;
    out.user_timeout_ms = user_timeout_ms(request);
    out.answer_bytes_max = answer_bytes_max_;
    auto made = std::make_shared<exchange>(
        pool_, std::move(out),
        [declared = request.declaration, pinned = std::move(request.keep_alive),
         name = request.contract + "." + request.operation,
         done = std::move(done)](const exchange_end& end) {
          done(outcome_of(end, declared, name, std::time(nullptr)), end.first_byte_written);
        });
    made->start();
    return std::make_shared<exchange_call>(std::move(made));
  }

  std::string describe() const override { return url_text_; }

private:
  std::string head_of(const engine::far_request& request) const {
    std::string head = "POST " + pool_->url.path + "/";
    head += percent_encode(request.operation) + " HTTP/1.1\r\n";
    add_header(head, "Host", pool_->url.authority());
    add_header(head, "Content-Type", "application/json");
    add_header(head, "Accept", "application/json");
    add_header(head, "User-Agent", "gantry");
    add_header(head, "Idempotency-Key", request.key);
    add_header(head, "X-Gantry-Attempt", std::to_string(request.attempt));
    add_header(head, "traceparent", request.traceparent);
    add_header(head, "X-Request-Id", request.request_id);
    add_header(head, "Content-Length",
               std::to_string(request.arguments ? request.arguments->size() : 0));
    return head + "\r\n";
  }

  std::string url_text_;
  std::size_t answer_bytes_max_;
  std::shared_ptr<host_pool> pool_;
};

} // namespace

result<std::shared_ptr<engine::connector>>
make_http_connector(const http_connector_options& options) {
  auto url = parse_http_url(options.url);
  if (!url)
    return tl::unexpected(url.error());
  if (options.connections_max == 0)
    return fail(errc::config_invalid, "a connector needs at least one connection",
                "Leave connections_max out, or set it to 1 or more.");
  return std::make_shared<http_far_system>(std::move(*url), options);
}

} // namespace gantry::gateway
