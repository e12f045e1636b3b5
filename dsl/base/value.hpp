#pragma once

#include "dsl/base/decimal.hpp"
#include "dsl/base/time.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace gantry {

class value;

/// Field names of a record, in declared order; shared by all records of a type.
struct record_shape {
  record_shape(std::string name, std::vector<std::string> names);

  std::string type_name; ///< empty for a structural record (an event's parameters)
  std::vector<std::string> fields;
  /// What JSON is written of, again and again: `"sku":`, and the order of the canonical form.
  std::vector<std::string> labels;
  std::vector<std::uint32_t> canonical_order;
  /// Index of a field, or -1.
  [[nodiscard]] int index_of(std::string_view name) const;
};
using record_shape_ptr = std::shared_ptr<const record_shape>;

struct record_data;
struct map_data;
struct optional_data;
struct bytes_data;
struct type_data;

/// A value of a flow: what CEL calls a dynamic value, plus `decimal` and records.
///
/// Immutable and cheap to copy (32 bytes): bodies are shared. An absent optional field is `none`;
/// JSON null and a missing member both arrive as `none`.
class value {
public:
  using list_type = std::vector<value>;
  using map_entries = std::vector<std::pair<value, value>>;

  value() = default; ///< none
  value(bool b) : data_(b) {}
  value(std::int64_t i) : data_(i) {}
  value(int i) : data_(static_cast<std::int64_t>(i)) {}
  value(std::uint64_t u) : data_(u) {}
  value(double d) : data_(d) {}
  value(const decimal& d) : data_(d) {}
  value(timestamp t) : data_(t) {}
  value(duration d) : data_(d) {}
  value(std::string text);
  value(std::string_view text);
  value(const char* text);
  [[nodiscard]] static value make_bytes(std::string bytes);
  [[nodiscard]] static value make_list(list_type items);
  /// `fields` in the order of the shape; as many as it has.
  [[nodiscard]] static value make_record(record_shape_ptr shape, std::vector<value> fields);
  /// Keys are bool, int, uint or string; insertion order is kept; a later equal key replaces.
  [[nodiscard]] static value make_map(map_entries entries);
  /// As `make_map`, for a caller who knows that no key comes twice.
  [[nodiscard]] static value make_map_of_unique(map_entries entries);
  /// A CEL type value (`type(1) == int`).
  [[nodiscard]] static value make_type(std::string name);
  /// A CEL optional, present or not; only expressions see these.
  [[nodiscard]] static value make_optional(value inner);
  [[nodiscard]] static value make_absent_optional();

  [[nodiscard]] bool is_none() const { return std::holds_alternative<std::monostate>(data_); }
  [[nodiscard]] bool is_bool() const { return std::holds_alternative<bool>(data_); }
  [[nodiscard]] bool is_int() const { return std::holds_alternative<std::int64_t>(data_); }
  [[nodiscard]] bool is_uint() const { return std::holds_alternative<std::uint64_t>(data_); }
  [[nodiscard]] bool is_double() const { return std::holds_alternative<double>(data_); }
  [[nodiscard]] bool is_decimal() const { return std::holds_alternative<decimal>(data_); }
  [[nodiscard]] bool is_timestamp() const { return std::holds_alternative<timestamp>(data_); }
  [[nodiscard]] bool is_duration() const { return std::holds_alternative<duration>(data_); }
  [[nodiscard]] bool is_string() const { return std::holds_alternative<text_ptr>(data_); }
  [[nodiscard]] bool is_bytes() const { return std::holds_alternative<bytes_ptr>(data_); }
  [[nodiscard]] bool is_list() const { return std::holds_alternative<list_ptr>(data_); }
  [[nodiscard]] bool is_map() const { return std::holds_alternative<map_ptr>(data_); }
  [[nodiscard]] bool is_record() const { return std::holds_alternative<record_ptr>(data_); }
  [[nodiscard]] bool is_type() const { return std::holds_alternative<type_ptr>(data_); }
  [[nodiscard]] bool is_optional() const { return std::holds_alternative<optional_ptr>(data_); }

  // Accessors: the kind must hold; a wrong one throws std::bad_variant_access (a defect).
  [[nodiscard]] bool as_bool() const { return std::get<bool>(data_); }
  [[nodiscard]] std::int64_t as_int() const { return std::get<std::int64_t>(data_); }
  [[nodiscard]] std::uint64_t as_uint() const { return std::get<std::uint64_t>(data_); }
  [[nodiscard]] double as_double() const { return std::get<double>(data_); }
  [[nodiscard]] const decimal& as_decimal() const { return std::get<decimal>(data_); }
  [[nodiscard]] timestamp as_timestamp() const { return std::get<timestamp>(data_); }
  [[nodiscard]] duration as_duration() const { return std::get<duration>(data_); }
  [[nodiscard]] const std::string& as_string() const { return *std::get<text_ptr>(data_); }
  [[nodiscard]] const std::string& as_bytes() const;
  [[nodiscard]] const list_type& as_list() const { return *std::get<list_ptr>(data_); }
  [[nodiscard]] const map_entries& as_map() const;
  [[nodiscard]] const record_shape& shape() const;
  [[nodiscard]] const record_shape_ptr& shape_ptr() const;
  [[nodiscard]] const std::vector<value>& fields() const;
  [[nodiscard]] const std::string& type_name() const;
  /// Of an optional: the value inside, or null when it is absent.
  [[nodiscard]] const value* inner() const;

  /// Field of a record or entry of a map with string keys; null when there is none.
  [[nodiscard]] const value* find(std::string_view name) const;
  /// Entry of a map under a key of any kind (`1`, `1u` and `1.0` are one key); null when there is
  /// none. Large maps are indexed.
  [[nodiscard]] const value* find_key(const value& key) const;
  /// As `find` along `a.b.c`.
  [[nodiscard]] const value* find_path(std::string_view path) const;

  /// CEL equality: numbers by value across types (decimal included), lists and maps deep, records
  /// by their fields.
  friend bool operator==(const value& a, const value& b);

  /// The CEL name of the kind: `int`, `string`, `decimal`, `null_type`,
  /// `google.protobuf.Timestamp`, or the record's type name (`record` when it has none).
  [[nodiscard]] std::string kind_name() const;
  /// The same as flows and people write it: `timestamp`, `duration`, `optional`.
  [[nodiscard]] std::string kind_in_words() const;

private:
  using text_ptr = std::shared_ptr<const std::string>;
  using bytes_ptr = std::shared_ptr<const bytes_data>;
  using list_ptr = std::shared_ptr<const list_type>;
  using map_ptr = std::shared_ptr<const map_data>;
  using record_ptr = std::shared_ptr<const record_data>;
  using type_ptr = std::shared_ptr<const type_data>;
  using optional_ptr = std::shared_ptr<const optional_data>;
  std::variant<std::monostate, bool, std::int64_t, std::uint64_t, double, decimal, timestamp,
               duration, text_ptr, bytes_ptr, list_ptr, map_ptr, record_ptr, type_ptr, optional_ptr>
      data_;
};

// Bodies of the larger kinds. Only values hold them, and nothing changes them once they are made.

struct record_data {
  record_shape_ptr shape;
  std::vector<value> fields;
};

struct map_data {
  value::map_entries entries;
  /// Open hash table of entry numbers plus one; empty for small maps, which are searched in order.
  std::vector<std::uint32_t> index;
};

struct optional_data {
  bool present;
  value inner;
};

struct bytes_data {
  std::string bytes;
};

struct type_data {
  std::string name;
};

inline const std::string& value::as_bytes() const {
  return std::get<bytes_ptr>(data_)->bytes;
}
inline const value::map_entries& value::as_map() const {
  return std::get<map_ptr>(data_)->entries;
}
inline const record_shape& value::shape() const {
  return *std::get<record_ptr>(data_)->shape;
}
inline const record_shape_ptr& value::shape_ptr() const {
  return std::get<record_ptr>(data_)->shape;
}
inline const std::vector<value>& value::fields() const {
  return std::get<record_ptr>(data_)->fields;
}

} // namespace gantry
