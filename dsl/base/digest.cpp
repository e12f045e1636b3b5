#include "dsl/base/running_digest.hpp"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <limits>
#include <memory>
#include <stdexcept>

namespace gantry {
namespace {

struct context_deleter {
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};

/// SHA-256 cannot fail on memory that exists; if the library still says so, nothing that follows
/// (keys of effects, signatures) could be trusted.
void require(bool ok) {
  if (!ok)
    throw std::runtime_error("the SHA-256 of the OpenSSL library does not work");
}

/// Contexts are reused by thread: making one costs more than a short digest.
EVP_MD_CTX* context_of_thread() {
  thread_local const std::unique_ptr<EVP_MD_CTX, context_deleter> context{EVP_MD_CTX_new()};
  return context.get();
}

constexpr char base64_digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr char crockford_digits[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
constexpr char hex_digits[] = "0123456789abcdef";

constexpr std::array<std::int8_t, 256> base64_values = [] {
  std::array<std::int8_t, 256> values{};
  values.fill(-1);
  for (std::size_t i = 0; i < 64; ++i)
    values[static_cast<unsigned char>(base64_digits[i])] = static_cast<std::int8_t>(i);
  return values;
}();

} // namespace

running_digest::running_digest() : context_(context_of_thread()) {
  static const EVP_MD* const algorithm = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  require(context_ != nullptr && algorithm != nullptr &&
          EVP_DigestInit_ex2(context_, algorithm, nullptr) == 1);
}

void running_digest::add(std::string_view bytes) {
  if (bytes.size() > gathered_.size() - size_) {
    flush();
    if (bytes.size() > gathered_.size()) {
      require(EVP_DigestUpdate(context_, bytes.data(), bytes.size()) == 1);
      return;
    }
  }
  size_ += bytes.copy(gathered_.data() + size_, bytes.size());
}

void running_digest::add_part(std::string_view part) {
  std::array<char, 8> length;
  for (std::size_t i = 0; i < length.size(); ++i)
    length[i] = static_cast<char>(static_cast<std::uint64_t>(part.size()) >> (56 - 8 * i));
  add({length.data(), length.size()});
  add(part);
}

digest256 running_digest::finish() {
  flush();
  digest256 digest{};
  require(EVP_DigestFinal_ex(context_, digest.data(), nullptr) == 1);
  return digest;
}

void running_digest::flush() {
  if (size_ > 0)
    require(EVP_DigestUpdate(context_, gathered_.data(), size_) == 1);
  size_ = 0;
}

digest256 sha256(std::string_view bytes) {
  running_digest digest;
  digest.add(bytes);
  return digest.finish();
}

digest256 sha256_of(std::span<const std::string_view> parts) {
  running_digest digest;
  for (const auto part : parts)
    digest.add_part(part);
  return digest.finish();
}

digest256 hmac_sha256(std::string_view secret, std::string_view bytes) {
  digest256 digest{};
  require(secret.size() <= static_cast<std::size_t>(std::numeric_limits<int>::max()));
  require(HMAC(EVP_sha256(), secret.data(), static_cast<int>(secret.size()),
               reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), digest.data(),
               nullptr) != nullptr);
  return digest;
}

std::string to_hex(const digest256& digest) {
  std::string out(digest.size() * 2, '0');
  auto at = out.begin();
  for (const auto byte : digest) {
    *at++ = hex_digits[byte >> 4];
    *at++ = hex_digits[byte & 15];
  }
  return out;
}

std::string to_base64(std::string_view bytes) {
  std::string out;
  out.reserve((bytes.size() + 2) / 3 * 4);
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    const std::size_t count = std::min<std::size_t>(3, bytes.size() - i);
    std::uint32_t group = 0;
    for (std::size_t k = 0; k < 3; ++k)
      group = group << 8 | (k < count ? static_cast<unsigned char>(bytes[i + k]) : 0u);
    for (std::size_t k = 0; k < 4; ++k)
      out += k <= count ? base64_digits[(group >> (18 - 6 * k)) & 63] : '=';
  }
  return out;
}

bool from_base64(std::string_view text, std::string& bytes) {
  bytes.clear();
  if (text.size() % 4 != 0)
    return false;
  bytes.reserve(text.size() / 4 * 3);
  for (std::size_t i = 0; i < text.size(); i += 4) {
    std::size_t digits = 4;
    if (i + 4 == text.size())
      digits = text[i + 3] != '=' ? 4 : text[i + 2] != '=' ? 3 : 2;
    std::uint32_t group = 0;
    for (std::size_t k = 0; k < 4; ++k) {
      const int v = k < digits ? base64_values[static_cast<unsigned char>(text[i + k])] : 0;
      if (v < 0)
        return false;
      group = group << 6 | static_cast<std::uint32_t>(v);
    }
    // Bits that no byte takes must be zero, or two texts would mean the same bytes (RFC 4648, 3.5).
    if ((digits == 3 && (group & 0xff) != 0) || (digits == 2 && (group & 0xffff) != 0))
      return false;
    for (std::size_t k = 0; k + 1 < digits; ++k)
      bytes += static_cast<char>(group >> (16 - 8 * k));
  }
  return true;
}

std::string to_crockford130(const digest256& digest) {
  std::string out(26, '0');
  std::uint32_t buffer = 0;
  int bits = 0;
  std::size_t next = 0;
  for (auto& c : out) {
    if (bits < 5) {
      buffer = buffer << 8 | digest[next++];
      bits += 8;
    }
    bits -= 5;
    c = crockford_digits[(buffer >> bits) & 31];
  }
  return out;
}

bool equal_in_constant_time(std::string_view a, std::string_view b) {
  return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

} // namespace gantry
