#pragma once

#include "channels/x12/interchange.hpp"
#include "dsl/base/value.hpp"

#include <string>
#include <string_view>

namespace gantry::channels::x12 {

/// A transaction set as the document that mappings read.
///
/// Shape: segments by their ids in small letters. `st beg cur ctt se` are one each; all others are
///        lists. What follows an `N1` of the heading stands in it (`n1[0].n4[0]`), what follows a
///        `PO1` in the line (`po1[2].pid[0]`). Elements are trimmed texts `e01`, `e02`, …; empty
///        ones are left out. `position` counts from ST = 1. `items` of a `PO1` are its item numbers
///        by qualifier (`po1[2].items.VN`), the first of each.
[[nodiscard]] value tree_of(const transaction_set& set);

/// A path in that document in the words of the standard: `po1[0].e04` is `PO1[9]/PO104` where the
/// line is the ninth segment, `beg.e01` is `BEG01`.
[[nodiscard]] std::string standard_path(const value& tree, std::string_view path);

} // namespace gantry::channels::x12
