#pragma once

#include "dsl/base/value.hpp"

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace gantry::dsl {

/// The rows of a `table` that stand in its flow or in its file. Immutable once it is declared; keys
/// are plain values (texts, enum members, whole numbers, bools).
class static_table {
public:
  struct row {
    value is;
    std::string shown; ///< `unit_of "CA" (mappings/units.flow:9)`
  };

  /// False when there is a row with these keys already.
  bool add(std::span<const value> keys, row of);
  /// As `add`, for keys as `shown_keys` writes them.
  bool add_shown(std::string keys, row of) {
    return rows_.emplace(std::move(keys), std::move(of)).second;
  }
  void set_otherwise(row of) { otherwise_ = std::move(of); }
  /// The row of these keys, else that of `else`, else null.
  [[nodiscard]] const row* find(std::span<const value> keys) const;

private:
  std::unordered_map<std::string, row> rows_;
  std::optional<row> otherwise_;
};

/// Values as they stand in a row: `"CA", 12`.
[[nodiscard]] std::string shown_keys(std::span<const value> keys);

} // namespace gantry::dsl
