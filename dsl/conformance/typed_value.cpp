#include "dsl/conformance/typed_value.hpp"

#include "dsl/base/digest.hpp"
#include "dsl/base/json.hpp"
#include "dsl/expr/far_time.hpp"
#include "dsl/expr/plain_text.hpp"
#include "dsl/syntax/lex/utf8.hpp"

#include <array>
#include <charconv>
#include <cmath>

namespace gantry::dsl {
namespace {

tl::unexpected<error> no_typed_value(const value& typed) {
  return fail(errc::bad_argument, show(typed) + " is no typed value",
              "such as {\"int\":\"5\"} or {\"list\":[]}");
}

template <class N>
result<value> whole(const value& body) {
  const auto& text = body.as_string();
  N n{};
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), n);
  if (problem != std::errc{} || end != text.data() + text.size())
    return no_typed_value(body);
  return value(n);
}

result<value> far_or_near(exact_time t) {
  const scope everywhere{{}, {}, {}, nullptr, true};
  value made;
  (void)give_time(t, made, frame(everywhere)); // never refused where far times are allowed
  return made;
}

/// Kinds whose body is a text.
result<value> value_of_text(std::string_view kind, const value& body) {
  const auto& text = body.as_string();
  if (kind == "string")
    return body;
  if (kind == "int")
    return whole<std::int64_t>(body);
  if (kind == "uint")
    return whole<std::uint64_t>(body);
  if (kind == "type")
    return value::make_type(text);
  if (kind == "double")
    if (const auto d = parse_double(text))
      return value(*d);
  if (kind == "duration")
    if (const auto span = parse_span(text))
      return value(*span);
  if (kind == "timestamp")
    if (const auto time = parse_exact_time(text))
      return far_or_near(*time);
  if (kind == "decimal")
    if (const auto number = decimal::parse(text))
      return value(*number);
  std::string bytes;
  if (kind == "bytes" && from_base64(text, bytes))
    return value::make_bytes(std::move(bytes));
  return no_typed_value(body);
}

result<value> list_of_typed(const value& body) {
  value::list_type items;
  for (const auto& each : body.as_list()) {
    auto item = value_of_typed(each);
    if (!item)
      return item;
    items.push_back(std::move(*item));
  }
  return value::make_list(std::move(items));
}

result<value> map_of_typed(const value& body) {
  value::map_entries entries;
  for (const auto& pair : body.as_list()) {
    if (!pair.is_list() || pair.as_list().size() != 2)
      return no_typed_value(pair);
    auto key = value_of_typed(pair.as_list()[0]);
    auto item = value_of_typed(pair.as_list()[1]);
    if (!key || !item)
      return key ? item : key;
    entries.emplace_back(std::move(*key), std::move(*item));
  }
  return value::make_map(std::move(entries));
}

/// Writes the encoding; stops at the first value that has no form.
class typed_writer {
public:
  bool write(const value& v) {
    if (v.is_list() || v.is_map())
      return v.is_list() ? write_list(v) : write_map(v);
    const auto kind = kind_of(v);
    if (kind.empty())
      return false;
    text += "{\"" + std::string(kind) + "\":";
    write_body(v);
    text += "}";
    return true;
  }

  std::string text;

private:
  static std::string_view kind_of(const value& v) {
    if (v.is_none())
      return "null";
    if (v.is_bool())
      return "bool";
    if (v.is_int())
      return "int";
    if (v.is_uint())
      return "uint";
    if (v.is_double())
      return "double";
    if (v.is_decimal())
      return "decimal";
    if (v.is_string())
      return "string";
    if (v.is_bytes())
      return "bytes";
    if (v.is_duration())
      return "duration";
    if (v.is_type())
      return "type";
    return as_exact_time(v) ? "timestamp" : "";
  }

  void write_body(const value& v) {
    if (v.is_none())
      text += "null";
    else if (v.is_bool())
      text += v.as_bool() ? "true" : "false";
    else if (v.is_bytes())
      append_json_string(text, to_base64(v.as_bytes()));
    else if (v.is_type())
      append_json_string(text, v.type_name());
    else if (v.is_double())
      append_json_string(text, double_with_point(v.as_double()));
    else if (v.is_decimal())
      append_json_string(text, v.as_decimal().to_string());
    else
      append_json_string(text, *plain_text_of(v));
  }

  /// As the vectors write doubles: `2.0` and not `2`, which would look like an int, and an exponent
  /// only for what has more than 16 digits before the point or more than 3 zeros behind it.
  static std::string double_with_point(double d) {
    constexpr double written_out_min = 1e-4, written_out_max = 1e16;
    const double size = std::abs(d);
    const bool has_exponent = size != 0 && (size < written_out_min || size >= written_out_max);
    if (!std::isfinite(d))
      return double_text(d);
    std::array<char, 64> digits;
    const auto end =
        std::to_chars(digits.data(), digits.data() + digits.size(), d,
                      has_exponent ? std::chars_format::scientific : std::chars_format::fixed)
            .ptr;
    std::string text(digits.data(), end);
    return text.find_first_of(".e") == std::string::npos ? text + ".0" : text;
  }

  bool write_list(const value& v) {
    text += "{\"list\":[";
    bool is_first = true;
    for (const auto& item : v.as_list()) {
      text += is_first ? "" : ",";
      is_first = false;
      if (!write(item))
        return false;
    }
    text += "]}";
    return true;
  }

  bool write_map(const value& v) {
    text += "{\"map\":[";
    bool is_first = true;
    for (const auto& entry : v.as_map()) {
      text += is_first ? "[" : ",[";
      is_first = false;
      if (!write(entry.first))
        return false;
      text += ",";
      if (!write(entry.second))
        return false;
      text += "]";
    }
    text += "]}";
    return true;
  }
};

} // namespace

result<value> value_of_typed(const value& typed) {
  if (!typed.is_map() || typed.as_map().size() != 1)
    return no_typed_value(typed);
  const auto& [key, body] = typed.as_map().front();
  const auto& kind = key.as_string();
  if (kind == "null" && body.is_none())
    return value();
  if (kind == "bool" && body.is_bool())
    return body;
  if (kind == "list" && body.is_list())
    return list_of_typed(body);
  if (kind == "map" && body.is_list())
    return map_of_typed(body);
  return body.is_string() ? value_of_text(kind, body) : no_typed_value(typed);
}

result<std::string> typed_json_of(const value& v) {
  typed_writer writer;
  if (!writer.write(v))
    return fail(errc::bad_argument, "a " + v.kind_name() + " has no typed form");
  return std::move(writer.text);
}

} // namespace gantry::dsl
