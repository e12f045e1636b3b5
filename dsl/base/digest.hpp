#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace gantry {

using digest256 = std::array<std::uint8_t, 32>;

[[nodiscard]] digest256 sha256(std::string_view bytes);
/// The digest of several texts as one, each preceded by its length, so that boundaries count.
[[nodiscard]] digest256 sha256_of(std::span<const std::string_view> parts);
[[nodiscard]] digest256 hmac_sha256(std::string_view secret, std::string_view bytes);
[[nodiscard]] std::string to_hex(const digest256& digest);
[[nodiscard]] std::string to_base64(std::string_view bytes);
/// Bytes of standard base64; empty optional semantics by `ok`.
[[nodiscard]] bool from_base64(std::string_view text, std::string& bytes);
/// The first 130 bits in Crockford base32: 26 characters that fit every reference field (E3.2).
[[nodiscard]] std::string to_crockford130(const digest256& digest);
/// Compares without telling by its time where two secrets differ.
[[nodiscard]] bool equal_in_constant_time(std::string_view a, std::string_view b);

} // namespace gantry
