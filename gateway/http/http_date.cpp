#include "gateway/http/http_date.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <ctime>

namespace gantry::gateway {
namespace {

constexpr std::int64_t retry_after_max_s = 24 * 3600;
constexpr const char* date_format = "%a, %d %b %Y %H:%M:%S GMT";

} // namespace

std::string_view http_date_now() {
  thread_local std::time_t second = 0;
  thread_local std::array<char, 40> text{};
  thread_local std::size_t length = 0;
  const auto now = std::time(nullptr);
  if (now != second) {
    std::tm parts{};
    gmtime_r(&now, &parts);
    length = std::strftime(text.data(), text.size(), date_format, &parts);
    second = now;
  }
  return {text.data(), length};
}

std::optional<std::int64_t> parse_http_date(std::string_view text) {
  const std::string copy{text};
  std::tm parts{};
  const char* end = strptime(copy.c_str(), date_format, &parts);
  if (end == nullptr || *end != '\0')
    return std::nullopt;
  return static_cast<std::int64_t>(timegm(&parts));
}

std::optional<std::int64_t> parse_retry_after(std::string_view text, std::int64_t now_s) {
  std::int64_t delay_s = 0;
  const auto [end, ec] = std::from_chars(text.data(), text.data() + text.size(), delay_s);
  const bool is_number = !text.empty() && end == text.data() + text.size() && delay_s >= 0;
  if (is_number && ec == std::errc::result_out_of_range)
    return retry_after_max_s * 1000;
  if (!is_number || ec != std::errc{}) {
    const auto date = parse_http_date(text);
    if (!date)
      return std::nullopt;
    delay_s = *date - now_s;
  }
  return std::clamp<std::int64_t>(delay_s, 0, retry_after_max_s) * 1000;
}

} // namespace gantry::gateway
