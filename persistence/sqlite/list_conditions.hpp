#pragma once

#include "persistence/query.hpp"

#include <SQLiteCpp/Statement.h>

#include <cstdint>
#include <string>
#include <utility>
#include <variant>
#include <vector>

/// A filter of a list as conditions of SQL, with its values bound, never written into the text.
namespace gantry::persistence::queries {

class conditions {
public:
  using bound_value = std::variant<std::int64_t, std::string>;

  /// `before` and `after` stand around the value's placeholder.
  void add(const std::string& before, bound_value value, const std::string& after = {});
  void add_text(const std::string& text);
  /// The placeholder of a value that stands inside a longer text.
  [[nodiscard]] std::string hold(bound_value value);
  /// Those of another filter, behind these.
  void append(const conditions& others);

  /// With anonymous placeholders: values are bound in the order in which they stand.
  [[nodiscard]] const std::string& sql() const { return sql_; }
  void bind_to(SQLite::Statement& statement) const;

private:
  std::string sql_;
  std::vector<bound_value> values_;
};

/// Open ones have indexes and labels of their own.
enum class which_orders : std::uint8_t { open, finished, all };

using order_label = std::pair<std::string, std::string>;

/// Of table `instances i`.
[[nodiscard]] conditions conditions_of(const order_filter& filter, which_orders which);
/// Of table `finished_lately f`: site and labels.
[[nodiscard]] conditions conditions_of_lately(const order_filter& filter);
/// What the filter asks for that `finished_labels` knows.
[[nodiscard]] std::vector<order_label> labels_of(const order_filter& filter);

} // namespace gantry::persistence::queries
