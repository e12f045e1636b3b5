#pragma once

#include <cstddef>

/// How large flows may be (docs/language.md, "Limits"): far beyond what people write and read, and
/// small enough that checking them always ends soon and in little memory. One above each of them is
/// a mistake with a code; nothing is cut off in silence.
namespace gantry::dsl::limits {

inline constexpr std::size_t files = 1'000;            ///< of a folder
inline constexpr std::size_t folder_bytes = 16u << 20; ///< of all its files together
inline constexpr std::size_t file_bytes = 1u << 20;
inline constexpr std::size_t declarations = 1'000; ///< of a file, imports among them
inline constexpr std::size_t name_bytes = 200;
/// Of a block: its statements, fields, members, operations, clauses, opening hours, facts.
inline constexpr std::size_t parts = 1'000;
inline constexpr std::size_t statements = 5'000; ///< of a workflow with all its blocks
/// Of what is divided by commas: parameters, arguments, labels, names, cases, errors.
inline constexpr std::size_t list = 200;
inline constexpr std::size_t items = 10'000;       ///< of a list, map or record in an expression
inline constexpr std::size_t table_rows = 50'000;  ///< of a table's file
inline constexpr int block_depth = 64;             ///< `else if` behind `else if` counts as well
inline constexpr int type_marks = 16;              ///< `[]`, `?` and `map[` around one name
inline constexpr std::size_t type_depth = 32;      ///< records in records
inline constexpr std::size_t type_fields = 10'000; ///< of a record with all records in it
/// Parts of a define's expression, with those of all defines that it calls, each time that it does.
inline constexpr std::size_t define_parts = 2'000;
/// Parts of one expression, with those of the defines that it calls.
inline constexpr std::size_t expression_parts = 100'000;
inline constexpr std::size_t define_depth = 32; ///< defines that call defines
/// Expressions of a mapping, with those of all mappings that it calls, each time that it does.
inline constexpr std::size_t mapping_parts = 2'000;
inline constexpr std::size_t mistakes_told = 100; ///< of a file; of warnings as many again

} // namespace gantry::dsl::limits
