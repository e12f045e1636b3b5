#pragma once

#include "dsl/base/value.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace gantry::dsl {

struct type;
using type_ref = std::shared_ptr<const type>;

/// A field of a record type, or a parameter of an operation, event or workflow.
struct field {
  std::string name;
  type_ref of;
  bool is_key = false; ///< what makes it one document and not another; correlation of events
  bool is_personal = false;
};

/// A type of the flow language.
struct type {
  enum class kind : std::uint8_t {
    dynamic, ///< `json`, and what the checker could not say
    boolean,
    integer,
    unsigned_integer,
    floating,
    decimal,
    string,
    bytes,
    timestamp,
    duration,
    none,     ///< the type of `none`
    list,     ///< of element
    map,      ///< values of element under keys of one kind
    optional, ///< T?: absent or element
    record,
    enumeration,
  };
  kind is = kind::dynamic;
  std::string name;                 ///< of records and enums
  type_ref element;                 ///< of lists, maps and optionals
  type_ref key;                     ///< of maps whose keys are no texts; null otherwise
  std::vector<field> fields;        ///< of records
  std::vector<std::string> members; ///< of enums
  record_shape_ptr shape;           ///< of records: shared by every value of the type
};

/// `decimal`, `Line[]`, `string?`, `map[string]`: as an author writes it.
[[nodiscard]] std::string to_string(const type& t);
/// Whether a value of `from` may stand where `to` is due. Records fit by their fields.
[[nodiscard]] bool assignable(const type& from, const type& to);

/// Turns a JSON value (as `parse_json` returns it) into a value of a type.
///
/// Shape:  strings become decimals, timestamps, durations and enum members where the type says so;
///         JSON numbers are taken for decimals with all their digits; absent `T?` become none.
/// Errors: invalid_input with one field_error for every field that does not fit (rules `required`,
///         `type`, `unknown-field`, `digits`, `enum`), all of them, up to 100.
[[nodiscard]] result<value> decode(const value& json, const type& as, std::string_view path);

/// Whether `conform` would change nothing.
[[nodiscard]] bool fits_as_it_is(const value& v, const type& as);

/// The value in the shape that the type has: ints become decimals where decimals are due, fields
/// that the type does not know are left out, so that a value is the same before and after it was
/// stored. A record that has the type's own shape fits already, all the way down.
[[nodiscard]] value conform(const value& v, const type& as);

/// As `decode`, but members that the type does not know are left out instead of refused: answers of
/// far systems may carry more than the contract names.
[[nodiscard]] result<value> decode_lenient(const value& json, const type& as,
                                           std::string_view path);

/// Types of this program's own that every room may need.
[[nodiscard]] type_ref dynamic_type();

} // namespace gantry::dsl
