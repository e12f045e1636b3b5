#include "persistence/sqlite/body_codec.hpp"

#include <SQLiteCpp/Exception.h>
#include <sqlite3.h>

#include <cstdint>
#include <cstring>
// A dictionary that is attached instead of copied is in the static library only.
#define LZ4_STATIC_LINKING_ONLY
#include <lz4.h>

namespace gantry::persistence {

namespace {

constexpr std::size_t length_bytes = 4;
/// Smaller ones would mostly grow.
constexpr std::size_t compressed_from = 64;
/// Of LZ4: a third less work than with 1, and bodies that are hardly larger.
constexpr int acceleration = 4;
/// No body is larger; what a row says beyond it is damage.
constexpr std::size_t body_bytes_max = 256U << 20U;

/// Read once; every body is compressed with it attached. Copying it would push everything else out
/// of the first cache, 16 KiB each time.
const LZ4_stream_t& stream_with_dictionary() {
  static const LZ4_stream_t stream = [] {
    LZ4_stream_t made;
    LZ4_initStream(&made, sizeof made);
    const auto words = body_dictionary();
    LZ4_loadDict(&made, words.data(), static_cast<int>(words.size()));
    return made;
  }();
  return stream;
}

void put_length(char* to, std::size_t length) {
  for (std::size_t i = 0; i < length_bytes; ++i)
    to[i] = static_cast<char>((length >> (8 * i)) & 0xff);
}

std::size_t length_at(std::string_view from) {
  std::size_t length = 0;
  for (std::size_t i = 0; i < length_bytes; ++i)
    length |= static_cast<std::size_t>(static_cast<unsigned char>(from[i])) << (8 * i);
  return length;
}

[[noreturn]] void damaged(const std::string& how) {
  throw SQLite::Exception("a stored body is damaged: " + how, SQLITE_CORRUPT);
}

} // namespace

/// Where LZ4 notes what it has seen; it is not wiped between two bodies, which are told apart by
/// their places.
struct body_encoder::table {
  table() { LZ4_initStream(&stream, sizeof stream); }
  LZ4_stream_t stream;
};

body_encoder::body_encoder(bool compress)
    : table_(compress ? std::make_unique<table>() : nullptr) {}
body_encoder::~body_encoder() = default;

stored_body body_encoder::encode(const std::string& body, bool is_text) {
  const stored_body plain{codec_plain, is_text ? &body : nullptr, body};
  if (!table_ || body.size() < compressed_from || body.size() > body_bytes_max)
    return plain;
  const auto room = static_cast<std::size_t>(LZ4_compressBound(static_cast<int>(body.size())));
  if (buffer_.size() < length_bytes + room)
    buffer_.resize(length_bytes + room);
  LZ4_resetStream_fast(&table_->stream);
  LZ4_attach_dictionary(&table_->stream, &stream_with_dictionary());
  const int made = LZ4_compress_fast_continue(
      &table_->stream, body.data(), buffer_.data() + length_bytes, static_cast<int>(body.size()),
      static_cast<int>(room), acceleration);
  if (made <= 0) // LZ4 says nothing of a stream after a mistake
    LZ4_initStream(&table_->stream, sizeof table_->stream);
  if (made <= 0 || length_bytes + static_cast<std::size_t>(made) >= body.size())
    return plain;
  put_length(buffer_.data(), body.size());
  return {codec_lz4, nullptr, {buffer_.data(), length_bytes + static_cast<std::size_t>(made)}};
}

std::string decode_body(int codec, std::string_view stored) {
  if (codec == codec_plain)
    return std::string(stored);
  if (codec != codec_lz4)
    damaged("nobody knows its codec " + std::to_string(codec));
  if (stored.size() < length_bytes)
    damaged("it has " + std::to_string(stored.size()) + " bytes");
  const auto length = length_at(stored);
  // A byte of LZ4 stands for 255 at most.
  if (length > body_bytes_max || length / 255 > stored.size())
    damaged("its length is said to be " + std::to_string(length));
  const auto words = body_dictionary();
  std::string body(length, '\0');
  const int made = LZ4_decompress_safe_usingDict(
      stored.data() + length_bytes, body.data(), static_cast<int>(stored.size() - length_bytes),
      static_cast<int>(length), words.data(), static_cast<int>(words.size()));
  if (made < 0 || static_cast<std::size_t>(made) != length)
    damaged("it does not have the " + std::to_string(length) + " bytes that it is said to have");
  return body;
}

void bind_value(SQLite::Statement& to, int index, const stored_body& body) {
  if (body.text != nullptr)
    to.bindNoCopy(index, *body.text);
  else
    to.bindNoCopy(index, body.bytes.data(), static_cast<int>(body.bytes.size()));
}

} // namespace gantry::persistence
