#pragma once

#include "dsl/check/csv_reader.hpp"
#include "dsl/expr/compile_expression.hpp"
#include "dsl/syntax/parse/ast.hpp"

#include <memory>
#include <vector>

namespace gantry::dsl {

/// A `table … from "FILE.csv"` and its file.
struct file_table {
  const syntax::table* said = nullptr;
  const static_define* declared = nullptr;
  const source_file* file = nullptr;
};

/// The rows of a file. The first line names the columns: one for each parameter, and one for each
/// field of the record that the table gives, or `value` where that is a plain type; a parameter and
/// a field of one name share a column. Of a table that gives a list the rows of one key are its
/// items. What is wrong is reported with its line and column in the file.
[[nodiscard]] std::shared_ptr<const static_table>
read_file_table(const file_table& what, std::vector<diagnostic>& diagnostics);

} // namespace gantry::dsl
