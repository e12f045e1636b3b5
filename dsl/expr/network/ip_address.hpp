#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace gantry::dsl {

/// An address of IPv4 or IPv6, without a zone.
class ip_address {
public:
  /// Dotted decimals without leading zeros, or RFC 4291; nothing for other texts, for zones
  /// (`fe80::1%eth0`) and for IPv4 addresses written within IPv6 ones (`::ffff:10.0.0.1`), which
  /// lists of allowed addresses would miss.
  [[nodiscard]] static std::optional<ip_address> parse(std::string_view text);
  /// 4 or 16 bytes in network order.
  [[nodiscard]] static std::optional<ip_address> of_bytes(std::string_view bytes);

  [[nodiscard]] bool is_v4() const { return is_v4_; }
  [[nodiscard]] int bits() const { return is_v4_ ? 32 : 128; }
  [[nodiscard]] std::string to_string() const; ///< RFC 5952
  [[nodiscard]] std::string to_bytes() const;
  /// With all bits behind the first `prefix` ones cleared.
  [[nodiscard]] ip_address masked(int prefix) const;

  [[nodiscard]] bool is_unspecified() const;
  [[nodiscard]] bool is_loopback() const;
  [[nodiscard]] bool is_multicast() const;
  [[nodiscard]] bool is_link_local_multicast() const;
  [[nodiscard]] bool is_link_local_unicast() const;
  [[nodiscard]] bool is_global_unicast() const;

  friend bool operator==(const ip_address&, const ip_address&) = default;

private:
  std::array<std::uint8_t, 16> bytes_{}; ///< the first four of IPv4
  bool is_v4_ = true;
};

/// An address and how many of its bits name the network: `192.168.0.0/24`.
struct cidr_block {
  ip_address address;
  int prefix = 0;

  [[nodiscard]] static std::optional<cidr_block> parse(std::string_view text);
  [[nodiscard]] std::string to_string() const;
  [[nodiscard]] bool contains(const ip_address& one) const;
  [[nodiscard]] bool contains(const cidr_block& other) const;
};

} // namespace gantry::dsl
