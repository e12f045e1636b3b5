#include "channels/signature.hpp"

#include "dsl/base/digest.hpp"

namespace gantry::channels {

std::string_view header_of(const raw_document& document, std::string_view name) {
  for (const auto& [header, text] : document.headers)
    if (header == name)
      return text;
  return {};
}

result<void> check_signature(const raw_document& document, std::string_view channel,
                             std::string_view secret, std::string_view header) {
  if (secret.empty())
    return {};
  const auto given = header_of(document, header);
  if (given.empty())
    return fail(errc::bad_signature,
                "the document for channel " + std::string(channel) + " has no " +
                    std::string(header) + " header",
                "sign the raw body with HMAC-SHA256 and send it as base64");
  const auto mac = hmac_sha256(secret, document.body);
  const auto expected = to_base64({reinterpret_cast<const char*>(mac.data()), mac.size()});
  if (!equal_in_constant_time(given, expected))
    return fail(errc::bad_signature,
                "the signature of the document for channel " + std::string(channel) +
                    " does not fit its body",
                "the secret of the channel and the sender's have to be the same; the body is "
                "signed as it is sent, byte by byte");
  return {};
}

std::string bare_media_type(std::string_view media_type) {
  std::string bare;
  for (const char c : media_type.substr(0, media_type.find(';')))
    if (c != ' ' && c != '\t')
      bare += static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
  return bare;
}

bool is_json(std::string_view media_type) {
  const auto bare = bare_media_type(media_type);
  return bare == "application/json" || bare.ends_with("+json");
}

} // namespace gantry::channels
