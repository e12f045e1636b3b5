#pragma once

#include "dsl/syntax/parse/ast_parts.hpp"

#include <optional>
#include <string>
#include <variant>
#include <vector>

/// `test TEXT for WORKFLOW { given … when … then … and … }`
namespace gantry::dsl::syntax {

/// `once`, `never`, `N times`
struct times {
  int count = 1;
  source_span at;
};

/// `NAME = EXPR, …`: inputs, settings, tables
struct given_values {
  std::vector<label> values;
};

/// `EVENT(parameters)`: it is delivered
struct delivered {
  call event;
};

/// `OPERATION loses its answer | loses the call | refuses | answers EXPR | fails with ERROR(…) |
/// after SPAN`, `[times]`
struct fault {
  enum class kind { loses_answer, loses_call, refuses, answers, fails, after };
  qualified_name what;
  kind is = kind::refuses;
  expression_syntax_ptr answer;     ///< of `answers`
  std::optional<identifier> error;  ///< of `fails`
  std::vector<labelled> parameters; ///< of `fails`
  std::optional<span> delay;        ///< of `after`
  std::optional<times> count;
};

/// `it completes`, `it is STATUS`
struct ends {
  std::optional<identifier> status; ///< absent: completes
};

/// `TASK chooses CHOICE [with (fields)]`
struct chosen {
  identifier task;
  identifier choice;
  std::vector<labelled> fields;
};

/// `OPERATION takes effect times`
struct effects {
  qualified_name what;
  times count;
};

/// `NAME goes STATE, …`
struct goes {
  identifier name;
  std::vector<identifier> states;
};

struct fact {
  enum class word { given, when, then, and_also } begins = word::given;
  std::variant<given_values, delivered, fault, ends, chosen, effects, goes> is;
  source_span at;
};

struct test {
  std::string name;
  source_span name_at;
  identifier workflow;
  std::vector<fact> facts;
  source_span at;
  bool is_broken = false;
};

} // namespace gantry::dsl::syntax
