#include "dsl/base/digest.hpp"
#include "dsl/base/field_text.hpp"
#include "dsl/base/json.hpp"
#include "dsl/base/nearest_word.hpp"
#include "dsl/base/utf8.hpp"
#include "dsl/types/builders.hpp"

#include <algorithm>

namespace gantry::dsl {
namespace {

constexpr std::size_t errors_max = 100;
constexpr std::size_t shown_max = 100;
constexpr std::size_t members_shown = 12;

/// Of a list or an object its size says more than its beginning, and may be all of a document.
std::string shown(const value& found) {
  if (found.is_list())
    return "a list of " + std::to_string(found.as_list().size());
  if (found.is_map() || found.is_record())
    return "an object";
  auto text = found.is_string() ? found.as_string() : to_json(found);
  if (text.size() > shown_max)
    text = std::string(utf8_prefix(text, shown_max)) + "…";
  return text;
}

/// Nothing, or with a blank before it.
std::string did_you_mean(const std::string& word, const std::vector<std::string>& known) {
  const auto near = nearest_word(word, known);
  return near.empty() ? std::string{} : "; did you mean `" + near + "`?";
}

/// Goes through a JSON value along a type and gathers every mistake.
class decoder {
public:
  explicit decoder(bool lenient) : lenient_(lenient) {}

  value read(const value& json, const type& as, const std::string& path) {
    using kind = type::kind;
    switch (as.is) {
    case kind::dynamic: return json;
    case kind::optional: return json.is_none() ? value() : read(json, *as.element, path);
    case kind::record: return read_record(json, as, path);
    case kind::list: return read_list(json, as, path);
    case kind::map: return read_map(json, as, path);
    case kind::decimal: return read_decimal(json, path);
    case kind::integer: return read_integer(json, path);
    case kind::unsigned_integer: return read_unsigned(json, path);
    case kind::floating: return read_double(json, path);
    case kind::boolean: return json.is_bool() ? json : wrong(json, "true or false", path);
    case kind::string: return json.is_string() ? json : wrong(json, "a text", path);
    case kind::bytes: return read_bytes(json, path);
    case kind::timestamp: return read_timestamp(json, path);
    case kind::duration: return read_duration(json, path);
    case kind::enumeration: return read_member(json, as, path);
    case kind::none: return json.is_none() ? json : wrong(json, "nothing", path);
    }
    return {};
  }

  std::vector<field_error> errors;

private:
  value add(const std::string& path, const char* rule, const value& found, std::string message) {
    if (errors.size() < errors_max)
      errors.push_back({path, rule, shown(found), std::move(message)});
    return {};
  }
  value wrong(const value& found, const std::string& wanted, const std::string& path) {
    if (found.is_none())
      return add(path, "required", found, path + " is missing");
    return add(path, "type", found, path + " has to be " + wanted);
  }

  value read_record(const value& json, const type& as, const std::string& path) {
    if (!json.is_map() && !json.is_record())
      return wrong(json, "an object (" + to_string(as) + ")", path);
    std::vector<value> fields;
    fields.reserve(as.fields.size());
    for (const auto& due : as.fields) {
      const auto* found = json.find(due.name);
      const auto inner = path.empty() ? due.name : path + "." + due.name;
      if (found == nullptr || found->is_none()) {
        if (!is_optional(*due.of) && due.of->is != type::kind::dynamic)
          add(inner, "required", {}, inner + " is missing");
        fields.emplace_back();
      } else {
        fields.push_back(read(*found, *due.of, inner));
      }
    }
    if (!lenient_ && json.is_map())
      refuse_unknown(json, as, path);
    return value::make_record(as.shape, std::move(fields));
  }

  void refuse_unknown(const value& json, const type& as, const std::string& path) {
    for (const auto& [name, member] : json.as_map())
      if (!name.is_string() || find_field(as, name.as_string()) == nullptr) {
        const auto written = name.is_string() ? name.as_string() : to_json(name);
        const auto inner = path.empty() ? written : path + "." + written;
        std::vector<std::string> known;
        for (const auto& due : as.fields)
          known.push_back(due.name);
        add(inner, "unknown-field", member,
            to_string(as) + " has no field `" + written + "`" + did_you_mean(written, known));
      }
  }

  value read_list(const value& json, const type& as, const std::string& path) {
    if (!json.is_list())
      return wrong(json, "a list", path);
    value::list_type items;
    items.reserve(json.as_list().size());
    for (std::size_t i = 0; i < json.as_list().size(); ++i)
      items.push_back(read(json.as_list()[i], *as.element, path + "[" + std::to_string(i) + "]"));
    return value::make_list(std::move(items));
  }

  value read_map(const value& json, const type& as, const std::string& path) {
    if (!json.is_map())
      return wrong(json, "an object", path);
    value::map_entries entries;
    for (const auto& [name, member] : json.as_map())
      entries.emplace_back(
          name, read(member, *as.element,
                     path + "." + (name.is_string() ? name.as_string() : to_json(name))));
    return value::make_map_of_unique(std::move(entries));
  }

  value read_decimal(const value& json, const std::string& path) {
    if (json.is_decimal())
      return json;
    if (json.is_int())
      return decimal(json.as_int());
    if (!json.is_string())
      return wrong(json, "a number, best as a text such as \"12.50\"", path);
    const auto& text = json.as_string();
    const auto parsed = decimal::parse(text);
    if (parsed)
      return *parsed;
    const auto digits =
        std::count_if(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
    if (digits > decimal::digits_max)
      return add(path, "digits", json, path + " has more than 34 digits");
    return add(path, "type", json, path + " is no decimal number such as \"12.50\"");
  }

  value read_integer(const value& json, const std::string& path) {
    if (json.is_int())
      return json;
    if (json.is_decimal())
      if (const auto number = json.as_decimal().to_integer())
        return *number;
    return wrong(json, "a whole number", path);
  }

  value read_unsigned(const value& json, const std::string& path) {
    if (json.is_uint())
      return json;
    std::int64_t number = json.is_int() ? json.as_int() : -1;
    if (json.is_decimal())
      if (const auto whole = json.as_decimal().to_integer())
        number = *whole;
    if (number >= 0)
      return static_cast<std::uint64_t>(number);
    return wrong(json, "a whole number that is not negative", path);
  }

  value read_double(const value& json, const std::string& path) {
    if (json.is_double())
      return json;
    if (json.is_int())
      return static_cast<double>(json.as_int());
    if (json.is_decimal())
      return json.as_decimal().to_double();
    return wrong(json, "a number", path);
  }

  value read_bytes(const value& json, const std::string& path) {
    if (json.is_bytes())
      return json;
    std::string bytes;
    if (json.is_string() && from_base64(json.as_string(), bytes))
      return value::make_bytes(std::move(bytes));
    return wrong(json, "bytes as base64", path);
  }

  value read_timestamp(const value& json, const std::string& path) {
    if (json.is_timestamp())
      return json;
    if (json.is_string())
      if (const auto parsed = parse_timestamp(json.as_string()))
        return *parsed;
    return wrong(json, "a time such as \"2026-03-05T18:00:00Z\"", path);
  }

  value read_duration(const value& json, const std::string& path) {
    if (json.is_duration())
      return json;
    if (json.is_string())
      if (const auto parsed = parse_duration(json.as_string()))
        return *parsed;
    return wrong(json, "a span such as \"1h30min\"", path);
  }

  value read_member(const value& json, const type& as, const std::string& path) {
    if (!json.is_string())
      return wrong(json, "one of the names of " + as.name, path);
    if (std::find(as.members.begin(), as.members.end(), json.as_string()) != as.members.end())
      return json;
    std::string known;
    for (std::size_t i = 0; i < std::min(as.members.size(), members_shown); ++i)
      known += (i == 0 ? "" : ", ") + as.members[i];
    if (as.members.size() > members_shown)
      known += ", …";
    return add(path, "enum", json,
               path + " is none of " + known + did_you_mean(json.as_string(), as.members));
  }

  bool lenient_;
};

result<value> decode_with(decoder with, const value& json, const type& as, std::string_view path) {
  auto decoded = with.read(json, as, std::string(path));
  if (with.errors.empty())
    return decoded;
  error e{errc::invalid_input,
          sentence_of(with.errors),
          "mend the fields that are named and send it again",
          {}};
  e.fields = std::move(with.errors);
  return tl::unexpected(std::move(e));
}

} // namespace

result<value> decode(const value& json, const type& as, std::string_view path) {
  return decode_with(decoder(false), json, as, path);
}

result<value> decode_lenient(const value& json, const type& as, std::string_view path) {
  return decode_with(decoder(true), json, as, path);
}

} // namespace gantry::dsl
