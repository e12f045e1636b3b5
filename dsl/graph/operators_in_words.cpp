#include "dsl/graph/operators_in_words.hpp"

namespace gantry::dsl::graph {

std::string word_of_operator(std::string_view op) {
  if (op == "==")
    return "is";
  if (op == "!=")
    return "is not";
  if (op == "&&")
    return "and";
  if (op == "||")
    return "or";
  if (op == ">=")
    return "≥";
  if (op == "<=")
    return "≤";
  if (op == "*")
    return "×";
  if (op == "-")
    return "−";
  return std::string(op);
}

std::string_view turned_round(std::string_view op) {
  if (op == "<")
    return ">";
  if (op == "<=")
    return ">=";
  if (op == ">")
    return "<";
  return op == ">=" ? "<=" : op;
}

std::string_view opposite_of(std::string_view op) {
  if (op == "==")
    return "!=";
  if (op == "!=")
    return "==";
  if (op == "<")
    return ">=";
  if (op == "<=")
    return ">";
  if (op == ">")
    return "<=";
  return op == ">=" ? "<" : "";
}

std::string word_of_time(std::string_view op) {
  if (op == ">")
    return "is after";
  if (op == "<")
    return "is before";
  if (op == ">=")
    return "is not before";
  return op == "<=" ? "is not after" : word_of_operator(op);
}

} // namespace gantry::dsl::graph
