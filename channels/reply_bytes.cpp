#include "channels/reply_bytes.hpp"

#include "dsl/base/utf8.hpp"

namespace gantry::channels {

std::string reply_bytes(const reply_document& reply) {
  if (reply.media_type != edi_in_latin_1)
    return reply.body;
  std::string bytes;
  for (std::string_view rest = reply.body; !rest.empty();) {
    const auto length = utf8_length(rest);
    const auto byte = [&rest](std::size_t i) { return static_cast<unsigned char>(rest[i]); };
    if (length == 1)
      bytes += rest[0];
    else if (length == 2 && byte(0) <= 0xC3) // U+0080 to U+00FF
      bytes += static_cast<char>((byte(0) << 6) | (byte(1) & 0x3F));
    else
      bytes += '?';
    rest.remove_prefix(length == 0 ? 1 : length);
  }
  return bytes;
}

} // namespace gantry::channels
