#pragma once

#include "dsl/base/time.hpp"
#include "dsl/base/value.hpp"

#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>

namespace gantry::gateway {

/// Writes one JSON text from left to right, without blanks; commas are its own business.
class json_writer {
public:
  json_writer& begin_object() { return open('{'); }
  json_writer& end_object() { return close('}'); }
  json_writer& begin_list() { return open('['); }
  json_writer& end_list() { return close(']'); }
  /// The name of the member whose value is written next.
  json_writer& name(std::string_view name);

  json_writer& text(std::string_view value);
  json_writer& text_or_null(std::string_view value); ///< empty is null
  json_writer& boolean(bool value);
  json_writer& number(std::integral auto value) { return raw(std::to_string(value)); }
  json_writer& null() { return raw("null"); }
  json_writer& time(timestamp value);
  json_writer& time_or_null(timestamp value); ///< 1970-01-01T00:00:00Z is null
  /// A JSON text as it stands; empty is null.
  json_writer& raw(std::string_view json);
  json_writer& any(const value& v);

  [[nodiscard]] const std::string& str() const { return out_; }
  [[nodiscard]] std::string take() { return std::move(out_); }

private:
  json_writer& open(char bracket);
  json_writer& close(char bracket);
  void separate();

  std::string out_;
  bool first_ = true;
};

} // namespace gantry::gateway
