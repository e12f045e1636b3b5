#include "dsl/expr/network/ip_address.hpp"

#include "dsl/base/ascii.hpp"

#include <algorithm>
#include <charconv>

namespace gantry::dsl {
namespace {

constexpr std::size_t groups_of_v6 = 8;

/// A number without leading zeros at the front of the text, which is cut off.
std::optional<int> take_number(std::string_view& text, int most) {
  const auto end = std::find_if_not(text.begin(), text.end(), is_digit);
  const auto digits = text.substr(0, static_cast<std::size_t>(end - text.begin()));
  if (digits.empty() || digits.size() > 3 || (digits.size() > 1 && digits.front() == '0'))
    return std::nullopt;
  int n = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), n);
  text.remove_prefix(digits.size());
  return n <= most ? std::optional<int>(n) : std::nullopt;
}

bool parse_v4(std::string_view text, std::uint8_t* bytes) {
  for (int i = 0; i < 4; ++i) {
    if (i > 0) {
      if (!text.starts_with('.'))
        return false;
      text.remove_prefix(1);
    }
    const auto part = take_number(text, 255);
    if (!part)
      return false;
    bytes[i] = static_cast<std::uint8_t>(*part);
  }
  return text.empty();
}

/// Groups of hexadecimal digits on one side of `::`.
class group_reader {
public:
  /// False for what is no list of groups; the last one may be an address of IPv4.
  bool read(std::string_view text, bool may_end_dotted) {
    while (!text.empty()) {
      const auto end = std::min(text.find(':'), text.size());
      const auto group = text.substr(0, end);
      const bool is_last = end == text.size();
      if (group.find('.') != std::string_view::npos) {
        has_dots = true;
        return is_last && may_end_dotted && add_dotted(group);
      }
      if (!add_group(group))
        return false;
      text.remove_prefix(is_last ? end : end + 1);
      if (!is_last && text.empty())
        return false;
    }
    return true;
  }

  std::array<std::uint8_t, 16> bytes{};
  std::size_t count = 0; ///< groups of two bytes
  bool has_dots = false;

private:
  bool add_group(std::string_view digits) {
    unsigned n = 0;
    const auto [end, problem] =
        std::from_chars(digits.data(), digits.data() + digits.size(), n, 16);
    if (digits.empty() || digits.size() > 4 || count >= groups_of_v6 || problem != std::errc{} ||
        end != digits.data() + digits.size())
      return false;
    bytes[2 * count] = static_cast<std::uint8_t>(n >> 8);
    bytes[2 * count + 1] = static_cast<std::uint8_t>(n & 255);
    ++count;
    return true;
  }

  bool add_dotted(std::string_view text) {
    if (count + 2 > groups_of_v6 || !parse_v4(text, bytes.data() + 2 * count))
      return false;
    count += 2;
    return true;
  }
};

bool is_v4_within_v6(const std::array<std::uint8_t, 16>& bytes) {
  return std::all_of(bytes.begin(), bytes.begin() + 10, [](auto b) { return b == 0; }) &&
         bytes[10] == 0xFF && bytes[11] == 0xFF;
}

bool parse_v6(std::string_view text, std::array<std::uint8_t, 16>& bytes) {
  const auto gap = text.find("::");
  group_reader front, back;
  if (gap == std::string_view::npos) {
    if (!front.read(text, true) || front.count != groups_of_v6)
      return false;
  } else {
    const bool is_fine =
        front.read(text.substr(0, gap), false) && back.read(text.substr(gap + 2), true);
    if (!is_fine || front.count + back.count >= groups_of_v6)
      return false;
  }
  bytes = front.bytes;
  std::copy(back.bytes.begin(), back.bytes.begin() + static_cast<std::ptrdiff_t>(2 * back.count),
            bytes.end() - static_cast<std::ptrdiff_t>(2 * back.count));
  return !((front.has_dots || back.has_dots) && is_v4_within_v6(bytes));
}

std::string text_of_v4(const std::uint8_t* bytes) {
  std::string text;
  for (int i = 0; i < 4; ++i)
    text += (i > 0 ? "." : "") + std::to_string(bytes[i]);
  return text;
}

/// The longest run of two or more groups that are zero, the first of several: it becomes `::`.
std::pair<std::size_t, std::size_t> longest_zeros(const std::array<unsigned, 8>& groups) {
  std::size_t best = 0, length = 0;
  for (std::size_t i = 0; i < groups.size(); ++i) {
    std::size_t end = i;
    while (end < groups.size() && groups[end] == 0)
      ++end;
    if (end - i > length && end - i >= 2) {
      best = i;
      length = end - i;
    }
    i = std::max(i, end);
  }
  return {best, length};
}

std::string text_of_v6(const std::array<std::uint8_t, 16>& bytes) {
  if (is_v4_within_v6(bytes))
    return "::ffff:" + text_of_v4(bytes.data() + 12);
  std::array<unsigned, 8> groups{};
  for (std::size_t i = 0; i < groups.size(); ++i)
    groups[i] = static_cast<unsigned>(bytes[2 * i] << 8 | bytes[2 * i + 1]);
  const auto [gap, length] = longest_zeros(groups);
  std::string text;
  for (std::size_t i = 0; i < groups.size(); ++i) {
    if (length > 0 && i == gap) {
      text += "::";
      i += length - 1;
      continue;
    }
    if (!text.empty() && text.back() != ':')
      text += ':';
    std::array<char, 4> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + 4, groups[i], 16).ptr;
    text.append(digits.data(), end);
  }
  return text;
}

} // namespace

std::optional<ip_address> ip_address::parse(std::string_view text) {
  ip_address made;
  made.is_v4_ = text.find(':') == std::string_view::npos;
  const bool is_fine =
      made.is_v4_ ? parse_v4(text, made.bytes_.data()) : parse_v6(text, made.bytes_);
  return is_fine ? std::optional<ip_address>(made) : std::nullopt;
}

std::optional<ip_address> ip_address::of_bytes(std::string_view bytes) {
  if (bytes.size() != 4 && bytes.size() != 16)
    return std::nullopt;
  ip_address made;
  made.is_v4_ = bytes.size() == 4;
  std::transform(bytes.begin(), bytes.end(), made.bytes_.begin(),
                 [](char c) { return static_cast<std::uint8_t>(c); });
  return made;
}

std::string ip_address::to_string() const {
  return is_v4_ ? text_of_v4(bytes_.data()) : text_of_v6(bytes_);
}

std::string ip_address::to_bytes() const {
  return {bytes_.begin(), bytes_.begin() + (is_v4_ ? 4 : 16)};
}

ip_address ip_address::masked(int prefix) const {
  auto network = *this;
  for (int i = 0; i < 16; ++i) {
    const int kept = std::clamp(prefix - 8 * i, 0, 8);
    network.bytes_[static_cast<std::size_t>(i)] &= static_cast<std::uint8_t>(0xFF00 >> kept);
  }
  return network;
}

bool ip_address::is_unspecified() const {
  return std::all_of(bytes_.begin(), bytes_.end(), [](auto b) { return b == 0; });
}

bool ip_address::is_loopback() const {
  if (is_v4_)
    return bytes_[0] == 127;
  return std::all_of(bytes_.begin(), bytes_.end() - 1, [](auto b) { return b == 0; }) &&
         bytes_[15] == 1;
}

bool ip_address::is_multicast() const {
  return is_v4_ ? (bytes_[0] & 0xF0) == 0xE0 : bytes_[0] == 0xFF;
}

bool ip_address::is_link_local_multicast() const {
  if (is_v4_)
    return bytes_[0] == 224 && bytes_[1] == 0 && bytes_[2] == 0;
  return bytes_[0] == 0xFF && (bytes_[1] & 0x0F) == 2;
}

bool ip_address::is_link_local_unicast() const {
  if (is_v4_)
    return bytes_[0] == 169 && bytes_[1] == 254;
  return bytes_[0] == 0xFE && (bytes_[1] & 0xC0) == 0x80;
}

bool ip_address::is_global_unicast() const {
  const bool is_broadcast =
      is_v4_ && std::all_of(bytes_.begin(), bytes_.begin() + 4, [](auto b) { return b == 255; });
  return !is_broadcast && !is_unspecified() && !is_loopback() && !is_multicast() &&
         !is_link_local_unicast();
}

std::optional<cidr_block> cidr_block::parse(std::string_view text) {
  const auto slash = text.rfind('/');
  if (slash == std::string_view::npos)
    return std::nullopt;
  const auto network = ip_address::parse(text.substr(0, slash));
  auto digits = text.substr(slash + 1);
  const auto prefix = take_number(digits, network ? network->bits() : 0);
  if (!network || !prefix || !digits.empty())
    return std::nullopt;
  return cidr_block{*network, *prefix};
}

std::string cidr_block::to_string() const {
  return address.to_string() + "/" + std::to_string(prefix);
}

bool cidr_block::contains(const ip_address& one) const {
  return one.is_v4() == address.is_v4() && one.masked(prefix) == address.masked(prefix);
}

bool cidr_block::contains(const cidr_block& other) const {
  return other.prefix >= prefix && contains(other.address);
}

} // namespace gantry::dsl
