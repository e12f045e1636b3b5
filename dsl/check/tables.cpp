#include "dsl/check/constants.hpp"
#include "dsl/check/csv_tables.hpp"
#include "dsl/check/data_files.hpp"
#include "dsl/check/environment.hpp"
#include "dsl/check/report.hpp"
#include "dsl/expr/ast.hpp"
#include "dsl/expr/static_table.hpp"
#include "dsl/types/builders.hpp"

#include <algorithm>

/// Tables with rows, in the flow or in a file: keys and values are constants, and no key stands
/// twice.
namespace gantry::dsl {

namespace {

using shape = syntax::pattern::shape;

bool is_key(const type& t) {
  switch (t.is) {
  case type::kind::string:
  case type::kind::enumeration:
  case type::kind::integer:
  case type::kind::boolean:
  case type::kind::dynamic: return true; // what is not known was reported
  default: return false;
  }
}

/// Rows are read before any define is compiled, so they call none.
class row_environment final : public declaration_environment {
public:
  row_environment(library& all, const unit& in) : declaration_environment(all, in, {}) {}
  [[nodiscard]] const static_define* find_define(std::string_view) const override {
    return nullptr;
  }
  [[nodiscard]] type_ref find_setting(std::string_view) const override { return nullptr; }
};

bool is_otherwise(const syntax::table_row& row) {
  return row.keys.size() == 1 && row.keys.front().is == shape::otherwise;
}

} // namespace

void library::check_keys(const syntax::table& said) {
  const static_define& declared = defines_.at(&said);
  for (std::size_t i = 0; i < declared.parameters.size(); ++i)
    if (!is_key(*declared.parameters[i].of))
      report(diagnostics_, codes::table_row_wrong, said.parameters[i].at,
             "rows are told apart by texts, enum members, whole numbers or bools, and " +
                 quoted(said.parameters[i].name.text) + " is " +
                 to_string(*declared.parameters[i].of),
             "take one of these as the key");
}

void library::check_file_table(const unit& in, const syntax::table& said) {
  check_keys(said);
  static_define& declared = defines_.at(&said);
  declared.rows = std::make_shared<static_table>();
  const auto path = data_path(in.said.path, said.file->path);
  const auto file = std::find_if(in.data.begin(), in.data.end(),
                                 [&](const source_file* each) { return path == each->path; });
  if (!path)
    report(diagnostics_, codes::data_file_not_found, said.file->at,
           quoted(said.file->path) + " is no CSV file below the root of the flows",
           "name a file whose name ends with `.csv`, by its path from this flow's folder");
  else if (file == in.data.end())
    report(diagnostics_, codes::data_file_not_found, said.file->at,
           "there is no file " + quoted(*path), "its path starts at the folder of this flow");
  else
    declared.rows = read_file_table({&said, &declared, *file}, diagnostics_);
}

void library::check_table(const unit& in, const syntax::table& said) {
  check_keys(said);
  static_define& declared = defines_.at(&said);
  if (said.rows.empty() && !said.is_broken)
    report(diagnostics_, codes::table_row_wrong, said.name.at,
           "the table " + quoted(said.name.text) + " has no row",
           "write rows such as `\"CA\" -> 12`, or name their file instead: `from \"units.csv\"`");
  const auto rows = std::make_shared<static_table>();
  std::map<std::string, source_span> seen;
  for (const syntax::table_row& row : said.rows)
    check_row(in, said, row, *rows, seen);
  declared.rows = rows;
}

void library::check_row(const unit& in, const syntax::table& said, const syntax::table_row& row,
                        static_table& rows, std::map<std::string, source_span>& seen) {
  const static_define& declared = defines_.at(&said);
  std::vector<value> keys;
  bool is_whole = row.is != nullptr;
  if (!is_otherwise(row)) {
    if (row.keys.size() != declared.parameters.size()) {
      report(diagnostics_, codes::table_row_wrong, row.keys.front().at,
             "a row of " + quoted(said.name.text) + " has " +
                 std::to_string(declared.parameters.size()) + " keys, and this one " +
                 std::to_string(row.keys.size()),
             "give a key for each parameter, with commas between them");
      return;
    }
    for (std::size_t i = 0; i < row.keys.size(); ++i) {
      auto key = row_key(in, row.keys[i], declared.parameters[i].of);
      is_whole = is_whole && key.has_value();
      keys.push_back(key.value_or(value{}));
    }
  }
  const auto made =
      row.is && !mentions_broken(in, *row.is)
          ? compile_expression(*row.is, row_environment(*this, in), declared.returns, diagnostics_)
          : nullptr;
  const auto constant = made ? constant_value(made, row.is) : std::nullopt;
  if (made && !constant)
    report(diagnostics_, codes::table_row_wrong, span_of(*row.is),
           "what a row gives is a constant, and `" + text_of(*row.is) + "` is none",
           "write the value out");
  if (!is_whole || !constant)
    return;
  const std::string text = is_otherwise(row) ? "else" : shown_keys(keys);
  const auto [first, is_new] = seen.emplace(text, row.keys.front().at);
  if (!is_new) {
    report(diagnostics_, codes::table_row_doubled, row.keys.front().at,
           "the row " + quoted(text) + " stands twice in the table " + quoted(said.name.text),
           "keep one of them")
        .notes.push_back({first->second, "the other one is here"});
    return;
  }
  static_table::row kept{*constant, said.name.text + " " + text + " (" + in.said.path + ":" +
                                        std::to_string(row.at.line) + ")"};
  if (is_otherwise(row))
    rows.set_otherwise(std::move(kept));
  else
    rows.add(keys, std::move(kept));
}

/// The value of a key; nothing after a mistake.
std::optional<value> library::row_key(const unit& in, const syntax::pattern& said,
                                      const type_ref& due) {
  const bool is_member = said.is == shape::name ||
                         (said.literal && said.literal->is == syntax_kind::literal &&
                          said.literal->constant.is_string() && due->is == type::kind::enumeration);
  if (is_member && due->is == type::kind::enumeration) {
    if (std::find(due->members.begin(), due->members.end(), said.text) != due->members.end())
      return value(said.text);
    std::vector<std::string> keys = due->members;
    keys.emplace_back("else");
    report(diagnostics_, codes::table_row_wrong, said.at,
           quoted(said.text) + " is no member of " + due->name,
           meant(said.text, keys,
                 "its members are " + listed(due->members) + ", and `else` is for all others"));
    return std::nullopt;
  }
  if (!said.literal || said.literal->is != syntax_kind::literal) {
    if (said.is != shape::literal || said.literal) // what was not understood was reported
      report(diagnostics_, codes::table_row_wrong, said.at,
             "a key of a row is a value that is written out, not " + quoted(said.text),
             due->is == type::kind::string ? "put the text into quotes: \"" + said.text + "\""
                                           : "write a value of the type " + to_string(*due));
    return std::nullopt;
  }
  const auto before = diagnostics_.size();
  if (const auto made =
          compile_expression(*said.literal, row_environment(*this, in), due, diagnostics_))
    return constant_value(made, said.literal);
  diagnostics_.resize(before);
  report(diagnostics_, codes::table_row_wrong, said.at,
         quoted(text_of(*said.literal)) + " can never be " + to_string(*due),
         "write a value of that type");
  return std::nullopt;
}

} // namespace gantry::dsl
