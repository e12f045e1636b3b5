#pragma once

#include "dsl/types/type.hpp"

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

/// Types made by hand: the primitives that the language names, and compound types of them.
namespace gantry::dsl {

// One shared object each, so that comparing pointers is often enough.
[[nodiscard]] type_ref boolean_type();
[[nodiscard]] type_ref int_type();
[[nodiscard]] type_ref uint_type();
[[nodiscard]] type_ref double_type();
[[nodiscard]] type_ref decimal_type();
[[nodiscard]] type_ref string_type();
[[nodiscard]] type_ref bytes_type();
[[nodiscard]] type_ref timestamp_type();
[[nodiscard]] type_ref duration_type();
[[nodiscard]] type_ref none_type();

/// The primitive that an author calls `bool`, `int`, `uint`, `double`, `decimal`, `string`,
/// `bytes`, `timestamp`, `duration` or `json`; null for every other name.
[[nodiscard]] type_ref primitive_named(std::string_view name);

/// `T[]`
[[nodiscard]] type_ref list_of(type_ref element);
/// `map[T]`, with texts for keys; maps that an expression makes may have others.
[[nodiscard]] type_ref map_of(type_ref element, type_ref key = nullptr);
/// What the keys of a map are.
[[nodiscard]] type_ref key_of(const type& map);
/// `T?`; an optional of an optional is the optional itself.
[[nodiscard]] type_ref optional_of(type_ref element);
/// `enum NAME { member … }`
[[nodiscard]] type_ref enum_of(std::string name, std::vector<std::string> members);
/// A record and the shape that all its values share. An empty name makes a structural record, such
/// as the parameters of an event.
[[nodiscard]] type_ref make_record_type(std::string name, std::vector<field> fields);

/// The type without its `?`.
[[nodiscard]] const type& without_optional(const type& t);
/// Whether a field of the type may be left out.
/// One plain value that is always there and can be compared: what keys and labels are made of.
[[nodiscard]] bool is_scalar(const type& t);
[[nodiscard]] inline bool is_optional(const type& t) {
  return t.is == type::kind::optional;
}
/// The field of a record type, or null.
[[nodiscard]] const field* find_field(const type& record, std::string_view name);

} // namespace gantry::dsl
