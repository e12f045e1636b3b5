#include "dsl/graph/picture/numbers.hpp"

#include <array>
#include <charconv>

namespace gantry::dsl::graph {
namespace {

std::string fixed(double number, int decimals) {
  std::array<char, 64> text{};
  const auto done = std::to_chars(text.data(), text.data() + text.size(), number,
                                  std::chars_format::fixed, decimals);
  return {text.data(), done.ptr};
}

} // namespace

std::string figure(double px) {
  auto text = fixed(px, 1);
  if (text.ends_with(".0"))
    text.resize(text.size() - 2);
  return text == "-0" ? "0" : text;
}

std::string inches(double px) {
  return fixed(px / 72, 4);
}

} // namespace gantry::dsl::graph
