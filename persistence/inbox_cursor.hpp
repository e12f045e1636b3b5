#pragma once

#include "persistence/rows.hpp"

#include <cstdint>

namespace gantry::persistence {

/// Findings need a person, and what is unmatched mostly does not: `list_inbox("unmatched")` lists
/// all findings first and everything else behind them. Its cursors say in which part a page ended.
inline constexpr std::uint64_t behind_findings = std::uint64_t{1} << 62;

/// Where a row of that list stands; the next page is below.
[[nodiscard]] inline std::uint64_t inbox_cursor(const inbox_row& row) {
  return row.state == "finding" ? row.number : row.number | behind_findings;
}

} // namespace gantry::persistence
