#pragma once

#include <string>
#include <string_view>
#include <vector>

/// Interchanges for tests: right ones by default, wrong where a test says so.
namespace gantry::tests {

struct x12_text {
  char element = '*';
  char component = '>';
  std::string terminator = "~";
  std::string usage = "P";
  std::string ta1 = "0";
  std::string control = "000000031";
  std::string group_control = "31";
  /// Segments between GS and GE, with `*` as the separator; SE and its count are added to each ST.
  std::vector<std::vector<std::string>> sets;

  [[nodiscard]] std::string str() const;
};

/// The body of an 850 with one line.
[[nodiscard]] std::vector<std::string> purchase_order(const std::string& number,
                                                      const std::string& control);
/// An interchange of one such order.
[[nodiscard]] x12_text one_order();

} // namespace gantry::tests
