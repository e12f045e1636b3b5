#pragma once

#include "gateway/http/target.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace gantry::gateway {

/// How far a message has been read.
enum class reading : std::uint8_t {
  more,      ///< not decided yet: feed more bytes
  header,    ///< the header is complete, the body is not; said once
  whole,     ///< the message is complete
  malformed, ///< not HTTP; `problem()` says why
  header_too_large,
  body_too_large,
  body_unsupported, ///< a transfer coding other than `chunked`
};

/// An incremental reader of one HTTP/1.1 message on Beast's parser, behind plain types so that only
/// one source file pays for Beast.
///
/// `feed` takes what it understands from the front of `bytes`. Field names come out in lower case;
/// fields in the trailer of a chunked body are dropped, because nothing that was decided from the
/// header may change afterwards.
class message_reader {
public:
  enum class side : std::uint8_t { request, response };

  message_reader(side of, std::size_t header_bytes_max);
  ~message_reader();
  message_reader(message_reader&&) noexcept;
  message_reader& operator=(message_reader&&) noexcept;

  [[nodiscard]] reading feed(std::string_view& bytes);
  /// The other side has closed: a response without a length ends here.
  [[nodiscard]] reading finish();
  /// To be set when `header` was answered, before the body is fed.
  void limit_body(std::size_t bytes_max);

  /// Of a response to HEAD: to be said before anything is fed.
  void expect_no_body();

  [[nodiscard]] bool got_some() const; ///< at least one byte of the message was seen
  [[nodiscard]] bool header_done() const;
  [[nodiscard]] const std::string& method() const;
  [[nodiscard]] const std::string& target() const;
  [[nodiscard]] int version() const; ///< 10 or 11
  [[nodiscard]] int status() const;
  [[nodiscard]] bool keep_alive() const;
  [[nodiscard]] std::optional<std::uint64_t> content_length() const;
  [[nodiscard]] std::string_view field(std::string_view lower_case_name) const;
  [[nodiscard]] std::size_t count(std::string_view lower_case_name) const;
  [[nodiscard]] std::size_t body_size() const;
  [[nodiscard]] const std::string& problem() const;
  [[nodiscard]] name_values take_fields();
  [[nodiscard]] std::string take_body();

private:
  struct impl;
  std::unique_ptr<impl> impl_;
};

/// ASCII only, as header names and tokens are.
[[nodiscard]] bool equal_ignoring_case(std::string_view a, std::string_view b);
[[nodiscard]] std::string to_lower_case(std::string_view text);

} // namespace gantry::gateway
