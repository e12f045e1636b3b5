#pragma once

#include "dsl/base/text_buffer.hpp"
#include "dsl/base/value.hpp"

#include <cstddef>
#include <string>
#include <string_view>

namespace gantry {

struct json_limits {
  std::size_t depth_max = 32;
  std::size_t bytes_max = 16u << 20;
  /// A number that no decimal holds (more than 34 digits, or out of range) becomes the text that
  /// stood there instead of refusing everything around it: whoever wants a number of it says so.
  bool long_numbers_as_text = false;
};

/// Parses strict JSON (RFC 8259, valid UTF-8, no duplicate member names).
///
/// Shape:  objects become maps with string keys in document order; integral numbers that fit become
///         int, every other number becomes the exact decimal that was written; null becomes none.
/// Errors: malformed_json, with line and column, and what stood there; too_large.
[[nodiscard]] result<value> parse_json(std::string_view text, const json_limits& limits = {});

/// Writes JSON: decimals as plain strings, timestamps RFC 3339, durations as literals, bytes
/// base64, records as objects without absent fields. Deterministic for equal values of equal shape.
[[nodiscard]] std::string to_json(const value& v);
void append_json(std::string& out, const value& v);
/// A quoted JSON string.
void append_json_string(std::string& out, std::string_view text);

/// RFC 8785 canonical form: member names sorted by UTF-16 code units, no blanks, decimals as
/// normalised strings. Equal content gives equal bytes; digests are taken of this.
[[nodiscard]] std::string to_canonical_json(const value& v);

/// Whether a member's name comes before another one in the canonical form.
[[nodiscard]] bool utf16_less(std::string_view a, std::string_view b);

// The same into a text that grows.
void put_json(text_buffer& out, const value& v);
void put_json_string(text_buffer& out, std::string_view text);
void put_canonical_json(text_buffer& out, const value& v);

/// Path of the first difference between two values in document order (`lines[1].quantity`), empty
/// when they are equal.
[[nodiscard]] std::string first_difference(const value& a, const value& b);

} // namespace gantry
