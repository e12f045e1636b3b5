#pragma once

#include <SQLiteCpp/Statement.h>

#include <memory>
#include <string>
#include <string_view>

/// How bodies of records, documents and events stand in their rows. The column `codec` says which:
///   0  as they are (JSON is text)
///   1  LZ4 block with `dictionary` in front; before it the length of the body, 4 bytes, the
///      lowest first
/// What was written once is read for ever: a number is never given to something else.
namespace gantry::persistence {

inline constexpr int codec_plain = 0;
inline constexpr int codec_lz4 = 1;

/// Words that many bodies share, for codec 1. Never changed; a better one gets a codec of its own.
[[nodiscard]] std::string_view body_dictionary();

/// A body as it is bound: it lives until the encoder is asked again.
struct stored_body {
  int codec = codec_plain;
  const std::string* text = nullptr; ///< of codec 0, when it is text
  std::string_view bytes;            ///< otherwise
};

/// Used by one thread at a time; its buffer is used again.
class body_encoder {
public:
  explicit body_encoder(bool compress);
  ~body_encoder();
  /// What gets no smaller stays as it is.
  [[nodiscard]] stored_body encode(const std::string& body, bool is_text);

private:
  struct table;
  std::unique_ptr<table> table_; ///< null: nothing is compressed
  std::string buffer_;
};

/// Throws SQLite::Exception (SQLITE_CORRUPT) when it is damaged or of a codec that nobody knows.
[[nodiscard]] std::string decode_body(int codec, std::string_view stored);

void bind_value(SQLite::Statement& to, int index, const stored_body& body);

} // namespace gantry::persistence
