#include "gateway/http/target.hpp"

#include "dsl/base/hex.hpp"
#include "dsl/base/utf8.hpp"

#include <algorithm>

namespace gantry::gateway {
namespace {

bool is_control(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte < 0x20 || byte == 0x7f;
}

result<name_values> parse_query(std::string_view text) {
  name_values found;
  while (!text.empty()) {
    const auto end = std::min(text.find('&'), text.size());
    const auto pair = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (pair.empty())
      continue;
    const auto equals = std::min(pair.find('='), pair.size());
    auto name = percent_decode(pair.substr(0, equals), true);
    auto value = percent_decode(pair.substr(std::min(equals + 1, pair.size())), true);
    if (!name)
      return tl::unexpected(name.error());
    if (!value)
      return tl::unexpected(value.error());
    found.emplace_back(std::move(*name), std::move(*value));
  }
  return found;
}

} // namespace

result<std::string> percent_decode(std::string_view text, bool plus_is_space) {
  std::string decoded;
  decoded.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      decoded += text[i] == '+' && plus_is_space ? ' ' : text[i];
      continue;
    }
    const int high = i + 2 < text.size() ? hex_value(text[i + 1]) : -1;
    const int low = i + 2 < text.size() ? hex_value(text[i + 2]) : -1;
    if (high < 0 || low < 0)
      return fail(errc::invalid_request,
                  "the address has a `%` that two hexadecimal digits do not follow",
                  "Write a literal percent sign as %25.");
    decoded += static_cast<char>(high * 16 + low);
    i += 2;
  }
  if (!is_valid_utf8(decoded))
    return fail(errc::invalid_request, "the address is not UTF-8 once it is decoded",
                "Encode every character outside ASCII as the %XX of its UTF-8 bytes.");
  if (std::any_of(decoded.begin(), decoded.end(), is_control))
    return fail(errc::invalid_request, "the address holds a control character");
  return decoded;
}

std::string percent_encode(std::string_view text) {
  static constexpr std::string_view digits = "0123456789ABCDEF";
  static constexpr std::string_view plain = "-._~/";
  std::string encoded;
  for (const char c : text) {
    const bool alphanumeric =
        (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    if (alphanumeric || plain.find(c) != std::string_view::npos) {
      encoded += c;
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    encoded += '%';
    encoded += digits[byte >> 4];
    encoded += digits[byte & 15];
  }
  return encoded;
}

result<request_target> parse_target(std::string_view target) {
  if (target.starts_with("http://") || target.starts_with("https://")) {
    target.remove_prefix(target.find("//") + 2);
    const auto slash = target.find('/');
    target = slash == std::string_view::npos ? "/" : target.substr(slash);
  }
  if (!target.starts_with('/'))
    return fail(errc::invalid_request, "the request target does not begin with `/`");
  if (target.find('#') != std::string_view::npos)
    return fail(errc::invalid_request, "the request target holds a fragment (`#`)");
  const auto question = std::min(target.find('?'), target.size());
  auto path = percent_decode(target.substr(0, question), false);
  if (!path)
    return tl::unexpected(path.error());
  auto query = parse_query(target.substr(std::min(question + 1, target.size())));
  if (!query)
    return tl::unexpected(query.error());
  return request_target{std::move(*path), std::move(*query)};
}

} // namespace gantry::gateway
