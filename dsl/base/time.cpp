#include "dsl/base/time.hpp"

#include "dsl/base/ascii.hpp"
#include "dsl/base/exact_time.hpp"
#include "dsl/base/utf8.hpp"

#include <array>
#include <chrono>
#include <limits>

namespace gantry {
namespace {

constexpr std::int64_t ns_per_second = 1'000'000'000;

/// Reads fixed-width numbers from a text; remembers the first mistake.
class digit_reader {
public:
  explicit digit_reader(std::string_view text) : text_(text) {}

  [[nodiscard]] bool ok() const { return ok_; }
  [[nodiscard]] bool at_end() const { return at_ == text_.size(); }
  [[nodiscard]] char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }

  int number(int width) {
    int n = 0;
    for (int i = 0; i < width; ++i) {
      const char c = peek();
      ok_ = ok_ && c >= '0' && c <= '9';
      n = n * 10 + (c - '0');
      ++at_;
    }
    return ok_ ? n : 0;
  }

  void expect(std::string_view any_of) {
    ok_ = ok_ && any_of.find(peek()) != std::string_view::npos && !at_end();
    ++at_;
  }

  /// Up to nine digits after a point, as nanoseconds.
  std::int64_t fraction_ns() {
    if (peek() != '.')
      return 0;
    ++at_;
    std::int64_t ns = 0;
    int digits = 0;
    for (; peek() >= '0' && peek() <= '9'; ++at_, ++digits)
      ns = digits < 9 ? ns * 10 + (peek() - '0') : ns;
    ok_ = ok_ && digits >= 1 && digits <= 9;
    for (; digits < 9; ++digits)
      ns *= 10;
    return ns;
  }

  /// `Z` or `+hh:mm`, in seconds.
  std::int64_t offset_seconds() {
    const char sign = peek();
    expect("Zz+-");
    if (sign == 'Z' || sign == 'z')
      return 0;
    const int hours = number(2);
    expect(":");
    const int minutes = number(2);
    ok_ = ok_ && hours <= 23 && minutes <= 59;
    return (sign == '-' ? -1 : 1) * (hours * 3600 + minutes * 60);
  }

private:
  std::string_view text_;
  std::size_t at_ = 0;
  bool ok_ = true;
};

tl::unexpected<error> bad_timestamp(std::string_view text) {
  return fail(errc::bad_timestamp,
              (text.empty() ? "an empty text" : "`" + std::string(utf8_prefix(text, 60)) + "`") +
                  " is not an RFC 3339 time",
              "write it as 2026-03-01T08:30:00Z or 2026-03-01T09:30:00+01:00, between the years "
              "1678 and 2261");
}

void append_padded(std::string& out, std::int64_t n, int width) {
  std::array<char, 20> digits{};
  auto at = digits.size();
  for (int i = 0; i < width || n != 0; ++i, n /= 10)
    digits[--at] = static_cast<char>('0' + n % 10);
  out.append(digits.data() + at, digits.size() - at);
}

struct unit {
  std::string_view name;
  std::int64_t ns;
};

/// Longest first, as they are written; `min` and `ms` are told apart from `m` by their whole name.
constexpr std::array units{unit{"d", 86'400 * ns_per_second}, unit{"h", 3'600 * ns_per_second},
                           unit{"min", 60 * ns_per_second}, unit{"s", ns_per_second},
                           unit{"ms", 1'000'000}};

const unit* find_unit(std::string_view name) {
  for (const auto& u : units)
    if (u.name == name)
      return &u;
  return nullptr;
}

tl::unexpected<error> bad_duration(std::string_view text) {
  return fail(errc::bad_argument, "`" + std::string(utf8_prefix(text, 60)) + "` is not a duration",
              "write digits and a unit (ms, s, min, h, d) without blanks: 200ms, 1h30min; at most "
              "292 years");
}

} // namespace

result<exact_time> parse_exact_time(std::string_view text) {
  digit_reader in(text);
  const int year = in.number(4);
  in.expect("-");
  const int month = in.number(2);
  in.expect("-");
  const int day = in.number(2);
  in.expect("Tt");
  const int hour = in.number(2);
  in.expect(":");
  const int minute = in.number(2);
  in.expect(":");
  const int second = in.number(2);
  const std::int64_t fraction_ns = in.ok() ? in.fraction_ns() : 0;
  const std::int64_t offset = in.ok() ? in.offset_seconds() : 0;
  const std::chrono::year_month_day date{std::chrono::year(year),
                                         std::chrono::month(static_cast<unsigned>(month)),
                                         std::chrono::day(static_cast<unsigned>(day))};
  // A leap second is a point in time that Unix time cannot tell from the one after it, and clocks
  // of business systems never say it: refused, rather than moved.
  if (!in.ok() || !in.at_end() || !date.ok() || hour > 23 || minute > 59 || second > 59)
    return bad_timestamp(text);
  const std::int64_t days = std::chrono::sys_days(date).time_since_epoch().count();
  const std::int64_t total = days * 86'400 + hour * 3'600 + minute * 60 + second - offset;
  if (total < exact_seconds_min || total > exact_seconds_max)
    return bad_timestamp(text);
  return exact_time{total, static_cast<std::int32_t>(fraction_ns)};
}

result<timestamp> parse_timestamp(std::string_view text) {
  const auto exact = parse_exact_time(text);
  if (!exact)
    return tl::unexpected(exact.error());
  const auto near = to_timestamp(*exact);
  return near ? result<timestamp>(*near) : bad_timestamp(text);
}

exact_time to_exact_time(timestamp t) {
  const std::int64_t rest = t.ns % ns_per_second;
  const std::int64_t down = rest < 0 ? 1 : 0;
  return {t.ns / ns_per_second - down, static_cast<std::int32_t>(rest + down * ns_per_second)};
}

std::optional<timestamp> to_timestamp(exact_time t) {
  // In 128 bits, because the first second that counts begins before the first nanosecond that does.
  const auto ns = static_cast<__int128>(t.seconds) * ns_per_second + t.ns;
  if (ns < std::numeric_limits<std::int64_t>::min() ||
      ns > std::numeric_limits<std::int64_t>::max())
    return std::nullopt;
  return timestamp{static_cast<std::int64_t>(ns)};
}

std::optional<exact_time> add(exact_time t, duration d) {
  std::int64_t seconds = t.seconds + d.ns / ns_per_second;
  std::int64_t ns = t.ns + d.ns % ns_per_second;
  if (ns < 0 || ns >= ns_per_second) {
    const int carry = ns < 0 ? -1 : 1;
    seconds += carry;
    ns -= carry * ns_per_second;
  }
  if (seconds < exact_seconds_min || seconds > exact_seconds_max)
    return std::nullopt;
  return exact_time{seconds, static_cast<std::int32_t>(ns)};
}

std::optional<duration> span_between(exact_time from, exact_time to) {
  const auto ns =
      (static_cast<__int128>(to.seconds) - from.seconds) * ns_per_second + (to.ns - from.ns);
  if (ns < std::numeric_limits<std::int64_t>::min() ||
      ns > std::numeric_limits<std::int64_t>::max())
    return std::nullopt;
  return duration{static_cast<std::int64_t>(ns)};
}

namespace {

/// Without fraction and `Z`.
std::string format_second(std::int64_t seconds) {
  const std::int64_t second_of_day = ((seconds % 86'400) + 86'400) % 86'400;
  const std::int64_t days = (seconds - second_of_day) / 86'400;
  const std::chrono::year_month_day date{
      std::chrono::sys_days(std::chrono::days(static_cast<int>(days)))};
  std::string out;
  out.reserve(30);
  append_padded(out, static_cast<int>(date.year()), 4);
  out += '-';
  append_padded(out, static_cast<unsigned>(date.month()), 2);
  out += '-';
  append_padded(out, static_cast<unsigned>(date.day()), 2);
  out += 'T';
  append_padded(out, second_of_day / 3'600, 2);
  out += ':';
  append_padded(out, second_of_day / 60 % 60, 2);
  out += ':';
  append_padded(out, second_of_day % 60, 2);
  return out;
}

} // namespace

std::string format_exact_time(exact_time t) {
  auto out = format_second(t.seconds);
  if (t.ns != 0) {
    out += '.';
    append_padded(out, t.ns, 9);
    out.erase(out.find_last_not_of('0') + 1);
  }
  out += 'Z';
  return out;
}

std::string format_timestamp(timestamp t) {
  const auto exact = to_exact_time(t);
  auto out = format_second(exact.seconds);
  const std::int64_t fraction = exact.ns;
  if (fraction != 0) {
    out += '.';
    if (fraction % 1'000'000 == 0)
      append_padded(out, fraction / 1'000'000, 3);
    else if (fraction % 1'000 == 0)
      append_padded(out, fraction / 1'000, 6);
    else
      append_padded(out, fraction, 9);
  }
  out += 'Z';
  return out;
}

std::string format_duration(duration d) {
  std::string out;
  if (d.ns < 0)
    out += '-';
  std::uint64_t rest =
      d.ns < 0 ? 0 - static_cast<std::uint64_t>(d.ns) : static_cast<std::uint64_t>(d.ns);
  for (const auto& u : units) {
    const auto size = static_cast<std::uint64_t>(u.ns);
    if (rest >= size) {
      out += std::to_string(rest / size);
      out += u.name;
      rest %= size;
    }
  }
  // Less than a millisecond has no literal; as a fraction it is at least not lost.
  if (rest != 0) {
    std::string fraction = std::to_string(1'000'000 + rest).substr(1);
    fraction.erase(fraction.find_last_not_of('0') + 1);
    const bool has_milliseconds = out.ends_with("ms");
    if (has_milliseconds)
      out.resize(out.size() - 2);
    else
      out += '0';
    out += '.' + fraction + "ms";
  }
  if (out.empty() || out == "-")
    out = "0s";
  return out;
}

result<duration> parse_duration(std::string_view text) {
  std::string_view rest = text;
  const bool negative = rest.starts_with('-');
  if (negative)
    rest.remove_prefix(1);
  if (rest.empty())
    return bad_duration(text);
  std::int64_t total = 0;
  while (!rest.empty()) {
    std::size_t at = 0;
    std::int64_t count = 0;
    bool overflow = false;
    for (; at < rest.size() && is_digit(rest[at]); ++at) {
      overflow = overflow || __builtin_mul_overflow(count, 10, &count) ||
                 __builtin_add_overflow(count, rest[at] - '0', &count);
    }
    const std::size_t digits = at;
    std::int64_t fraction_ns = 0;
    if (at < rest.size() && rest[at] == '.') { // only `format_duration` writes it, before `ms`
      std::int64_t scale = 100'000;
      for (++at; at < rest.size() && is_digit(rest[at]); ++at, scale /= 10)
        fraction_ns += (rest[at] - '0') * scale;
      if (rest.substr(at) != "ms" || at - digits < 2 || at - digits > 7)
        return bad_duration(text);
    }
    std::size_t end = at;
    while (end < rest.size() && rest[end] >= 'a' && rest[end] <= 'z')
      ++end;
    const unit* u = find_unit(rest.substr(at, end - at));
    std::int64_t ns = 0;
    if (digits == 0 || u == nullptr || overflow || __builtin_mul_overflow(count, u->ns, &ns) ||
        __builtin_add_overflow(ns, fraction_ns, &ns) || __builtin_add_overflow(total, ns, &total))
      return bad_duration(text);
    rest.remove_prefix(end);
  }
  return duration{negative ? -total : total};
}

} // namespace gantry
