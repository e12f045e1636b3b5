#include "dsl/base/uuid.hpp"

#include "dsl/base/hex.hpp"
#include "dsl/base/utf8.hpp"

namespace gantry {
namespace {

constexpr char hex_characters[] = "0123456789abcdef";

/// Whether a dash precedes the byte of this index.
constexpr bool dash_before(std::size_t i) {
  return i == 4 || i == 6 || i == 8 || i == 10;
}

tl::unexpected<error> bad_uuid(std::string_view text) {
  return fail(errc::bad_argument, "`" + std::string(utf8_prefix(text, 60)) + "` is not a UUID",
              "write it as 36 characters: 0192f0c4-5b1e-7c3a-9d51-2f6a8b7c9d01");
}

} // namespace

uuid make_uuid7(timestamp at, std::uint64_t random_high, std::uint64_t random_low) {
  uuid id;
  const auto ms = static_cast<std::uint64_t>(at.ns / 1'000'000);
  for (std::size_t i = 0; i < 6; ++i)
    id.bytes[i] = static_cast<std::uint8_t>(ms >> (40 - 8 * i));
  id.bytes[6] = static_cast<std::uint8_t>(0x70 | ((random_high >> 8) & 0x0f));
  id.bytes[7] = static_cast<std::uint8_t>(random_high);
  for (std::size_t i = 0; i < 8; ++i)
    id.bytes[8 + i] = static_cast<std::uint8_t>(random_low >> (56 - 8 * i));
  id.bytes[8] = static_cast<std::uint8_t>((id.bytes[8] & 0x3f) | 0x80); // the variant of RFC 9562
  return id;
}

std::string to_string(const uuid& id) {
  std::string out;
  out.reserve(36);
  for (std::size_t i = 0; i < id.bytes.size(); ++i) {
    if (dash_before(i))
      out += '-';
    out += hex_characters[id.bytes[i] >> 4];
    out += hex_characters[id.bytes[i] & 15];
  }
  return out;
}

result<uuid> parse_uuid(std::string_view text) {
  if (text.size() != 36)
    return bad_uuid(text);
  uuid id;
  std::size_t at = 0;
  for (std::size_t i = 0; i < id.bytes.size(); ++i) {
    if (dash_before(i) && text[at++] != '-')
      return bad_uuid(text);
    const int high = hex_value(text[at]);
    const int low = hex_value(text[at + 1]);
    at += 2;
    if (high < 0 || low < 0)
      return bad_uuid(text);
    id.bytes[i] = static_cast<std::uint8_t>(high * 16 + low);
  }
  return id;
}

} // namespace gantry
