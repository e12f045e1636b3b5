#include "gateway/http/address.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

namespace gantry::gateway {
namespace {

std::optional<std::uint16_t> parse_port(std::string_view text) {
  std::uint16_t port = 0;
  const auto [end, ec] = std::from_chars(text.data(), text.data() + text.size(), port);
  if (text.empty() || ec != std::errc{} || end != text.data() + text.size())
    return std::nullopt;
  return port;
}

/// Takes `HOST` or `[V6]` from the front of `text`.
std::string take_host(std::string_view& text) {
  const bool bracketed = text.starts_with('[');
  const auto end = bracketed ? text.find(']') : std::min(text.find(':'), text.size());
  if (end == std::string_view::npos)
    return {};
  const auto host = bracketed ? text.substr(1, end - 1) : text.substr(0, end);
  text.remove_prefix(bracketed ? end + 1 : end);
  return std::string{host};
}

bool is_host(std::string_view host) {
  const auto fits = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
           c == '-' || c == '_' || c == ':';
  };
  return !host.empty() && std::all_of(host.begin(), host.end(), fits);
}

std::string quoted(std::string_view text) {
  return std::string{"`"}.append(text).append("`");
}

tl::unexpected<error> bad_url(std::string_view text, std::string_view why) {
  return fail(errc::config_invalid,
              "the URL " + quoted(text) + " is not understood: " + std::string{why},
              "Write it as http://HOST:PORT/PATH, for example http://127.0.0.1:7500/erp.");
}

} // namespace

result<host_and_port> parse_address(std::string_view text) {
  auto rest = text;
  auto host = take_host(rest);
  const auto port = rest.starts_with(':') ? parse_port(rest.substr(1)) : std::nullopt;
  if (!is_host(host) || !port)
    return fail(errc::bad_argument, quoted(text) + " is not an address and a port",
                "Write ADDRESS:PORT, for example 127.0.0.1:7400; port 0 takes a free one.");
  return host_and_port{std::move(host), *port};
}

std::string http_url::authority() const {
  std::string text = host.find(':') == std::string::npos ? host : '[' + host + ']';
  if (port != 80)
    text.append(":").append(std::to_string(port));
  return text;
}

result<http_url> parse_http_url(std::string_view text) {
  static constexpr std::string_view scheme = "http://";
  if (text.starts_with("https://"))
    return bad_url(text, "this version speaks plain http only, put a TLS proxy beside it");
  if (!text.starts_with(scheme))
    return bad_url(text, "it does not begin with http://");
  auto rest = text.substr(scheme.size());
  const auto slash = std::min(rest.find('/'), rest.size());
  auto authority = rest.substr(0, slash);
  http_url url;
  url.path = std::string{rest.substr(slash)};
  while (url.path.ends_with('/'))
    url.path.pop_back();
  const bool odd = std::any_of(url.path.begin(), url.path.end(), [](char c) {
    return c == '?' || c == '#' || static_cast<unsigned char>(c) <= 0x20 || c == 0x7f;
  });
  if (odd)
    return bad_url(text, "a query, a fragment or a blank has no place in it");
  url.host = take_host(authority);
  if (!is_host(url.host))
    return bad_url(text, "it names no host");
  if (authority.empty())
    return url;
  const auto port = authority.starts_with(':') ? parse_port(authority.substr(1)) : std::nullopt;
  if (!port || *port == 0)
    return bad_url(text, "the port is not a number from 1 to 65535");
  url.port = *port;
  return url;
}

} // namespace gantry::gateway
