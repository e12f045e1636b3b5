#pragma once

#include "dsl/base/error.hpp"
#include "dsl/base/value.hpp"

#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace gantry::sandbox {

/// Reads a JSON document by names and types and gathers every mistake with its path, so that a
/// caller hears of all of them at once. What is missing reads as empty or zero.
class field_reader {
public:
  explicit field_reader(const value& whole);

  [[nodiscard]] std::string text(std::string_view name);
  /// A JSON string or number, exact.
  [[nodiscard]] decimal number(std::string_view name);
  [[nodiscard]] field_reader inside(std::string_view name);
  [[nodiscard]] std::vector<field_reader> items(std::string_view name);
  /// Complains of every member with another name.
  void expect_only(std::initializer_list<std::string_view> names);
  /// A mistake that types cannot see.
  void complain(std::string_view name, std::string rule, std::string message);

  [[nodiscard]] const value* find(std::string_view name) const;
  [[nodiscard]] const std::vector<field_error>& errors() const { return *errors_; }

private:
  field_reader(const value* at, std::string path, std::shared_ptr<std::vector<field_error>> errors);
  [[nodiscard]] const value* require(std::string_view name);
  [[nodiscard]] std::string path_of(std::string_view name) const;

  const value* at_; ///< null inside of something that is missing; then nothing more is reported
  std::string path_;
  std::shared_ptr<std::vector<field_error>> errors_;
};

} // namespace gantry::sandbox
