#include "dsl/base/field_text.hpp"

namespace gantry {

std::string sentence_of(const field_error& mistake) {
  std::string text;
  if (mistake.message.find(mistake.path) == std::string::npos)
    text = mistake.path + ": ";
  text += mistake.message;
  // What is missing has no value; it arrives as null.
  const bool says_something =
      mistake.value != "null" && mistake.value.find_first_not_of(" \t\r\n") != std::string::npos;
  if (says_something && mistake.message.find(mistake.value) == std::string::npos)
    text += " (it is " + mistake.value + ")";
  return text;
}

std::string sentence_of(const std::vector<field_error>& mistakes) {
  if (mistakes.empty())
    return {};
  const auto more = mistakes.size() - 1;
  return sentence_of(mistakes.front()) +
         (more > 0 ? " (and " + std::to_string(more) + " more)" : "");
}

} // namespace gantry
