#pragma once

#include "dsl/base/value.hpp"
#include "dsl/types/type.hpp"

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace gantry::dsl {

/// What an expression sees when it is evaluated.
struct scope {
  /// Values by slot (see `program::slots`); an unbound one is none.
  std::span<const value> slots;
  /// The time of the event that is being handled; `now` in the text.
  timestamp now;
  /// Text of a call's key, for `key` in finder arguments.
  std::string_view key = {};
  /// Takes the rows of tables that were read, for people; null: nobody asks.
  std::vector<std::string>* rows_read = nullptr;
  /// Whether times before 1678 and after 2261 may come up; no field of a flow can hold them.
  bool allows_far_times = false;
  /// Whether an error names the expression and where it stands; otherwise it is the reason alone.
  bool tells_place = true;
};

/// A checked, compiled expression. Immutable; evaluated from any thread.
class expression {
public:
  virtual ~expression() = default;
  /// Errors: expression, with position, operand types and values. Never null instead of an error.
  /// Bounded: at most 100,000 steps and 16 MiB of new data, then an error that says so.
  [[nodiscard]] virtual result<value> evaluate(const scope& in) const = 0;
  [[nodiscard]] virtual const type_ref& type() const = 0;
  /// As written, for messages and `--explain`.
  [[nodiscard]] virtual const std::string& text() const = 0;
  /// The slot, when the expression is nothing but a name; -1 otherwise. Arguments that are plain
  /// names are recorded by reference (E3.1).
  [[nodiscard]] virtual int plain_slot() const = 0;
};
using expression_ptr = std::shared_ptr<const expression>;

} // namespace gantry::dsl
