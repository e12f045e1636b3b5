#include "gateway/http/exchange.hpp"
#include "gateway/http_connector.hpp"

#include <future>
#include <optional>

namespace gantry::gateway {
namespace {
constexpr std::size_t client_answer_bytes_max = 64u << 20;
constexpr std::size_t client_connections_max = 64;
} // namespace

struct http_client::impl {
  std::string base_url;
  std::int64_t timeout_ms;
  std::optional<error> not_understood;
  std::shared_ptr<host_pool> pool;
};

http_client::http_client(std::string base_url, std::int64_t timeout_ms)
    : impl_(std::make_unique<impl>()) {
  impl_->base_url = std::move(base_url);
  impl_->timeout_ms = timeout_ms;
  auto url = parse_http_url(impl_->base_url);
  if (!url) {
    impl_->not_understood = url.error();
    impl_->not_understood->code = errc::connection_failed;
    return;
  }
  host_pool_options options;
  options.connections_max = client_connections_max;
  impl_->pool = std::make_shared<host_pool>(std::move(*url), options);
}
http_client::~http_client() = default;
http_client::http_client(http_client&&) noexcept = default;

result<http_client::answer>
http_client::request(std::string_view method, std::string_view target, std::string_view body,
                     const std::vector<std::pair<std::string, std::string>>& headers) {
  if (impl_->not_understood)
    return tl::unexpected(*impl_->not_understood);
  const auto& url = impl_->pool->url;
  exchange_request out;
  out.head.append(method).append(" ").append(url.path).append(target).append(" HTTP/1.1\r\n");
  out.head.append("Host: ").append(url.authority()).append("\r\n");
  for (const auto& [name, value] : headers)
    out.head.append(name).append(": ").append(value).append("\r\n");
  if (!body.empty() || method == "POST" || method == "PUT")
    out.head.append("Content-Length: ").append(std::to_string(body.size())).append("\r\n");
  out.head.append("\r\n");
  out.body = std::make_shared<const std::string>(body);
  out.timeout = std::chrono::milliseconds{impl_->timeout_ms};
  out.answer_bytes_max = client_answer_bytes_max;
  out.answer_has_body = method != "HEAD";

  const auto promised = std::make_shared<std::promise<exchange_end>>();
  auto awaited = promised->get_future();
  const auto made =
      std::make_shared<exchange>(impl_->pool, std::move(out), [promised](exchange_end end) {
        promised->set_value(std::move(end));
      });
  made->start();
  auto end = awaited.get();
  if (end.how == exchange_end::kind::answered)
    return answer{end.status, std::move(end.body), std::move(end.headers)};
  const bool late = end.how == exchange_end::kind::timed_out || end.late;
  const std::string detail = end.how == exchange_end::kind::answer_too_large
                                 ? "the answer is larger than 64 MiB"
                                 : end.detail;
  return fail(late ? errc::timed_out : errc::connection_failed,
              std::string{method}.append(" ").append(impl_->base_url).append(target) + ": " +
                  detail,
              "Look whether the engine runs and listens there (gantry serve), and set --server or "
              "GANTRY_SERVER to its address.");
}

} // namespace gantry::gateway
