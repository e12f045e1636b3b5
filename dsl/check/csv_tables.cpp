#include "dsl/check/csv_tables.hpp"

#include "dsl/base/decimal.hpp"
#include "dsl/base/time.hpp"
#include "dsl/check/report.hpp"
#include "dsl/expr/static_table.hpp"
#include "dsl/limits.hpp"
#include "dsl/types/builders.hpp"

#include <algorithm>
#include <charconv>
#include <optional>
#include <unordered_map>
#include <utility>

namespace gantry::dsl {

namespace {

using kind = type::kind;

/// The column of a result that is no record.
constexpr const char* value_column = "value";

bool fits_a_cell(const type& t) {
  switch (t.is) {
  case kind::string:
  case kind::enumeration:
  case kind::integer:
  case kind::unsigned_integer:
  case kind::boolean:
  case kind::decimal:
  case kind::floating:
  case kind::timestamp:
  case kind::duration: return true;
  default: return false;
  }
}

template <class N>
std::optional<value> number_in(const std::string& text) {
  N n{};
  const auto* end = text.data() + text.size();
  const auto [stop, problem] = std::from_chars(text.data(), end, n);
  return problem == std::errc{} && stop == end ? std::optional(value(n)) : std::nullopt;
}

template <class T>
std::optional<value> checked(result<T> read) {
  return read ? std::optional(value(std::move(*read))) : std::nullopt;
}

/// Nothing where the text is none of the type.
std::optional<value> read_cell(const std::string& text, const type& as) {
  switch (as.is) {
  case kind::string: return value(text);
  case kind::enumeration:
    return std::find(as.members.begin(), as.members.end(), text) == as.members.end()
               ? std::nullopt
               : std::optional(value(text));
  case kind::integer: return number_in<std::int64_t>(text);
  case kind::unsigned_integer: return number_in<std::uint64_t>(text);
  case kind::floating: return number_in<double>(text);
  case kind::boolean:
    return text == "true" || text == "false" ? std::optional(value(text == "true")) : std::nullopt;
  case kind::decimal: return checked(decimal::parse(text));
  case kind::timestamp: return checked(parse_timestamp(text));
  case kind::duration: return checked(parse_duration(text));
  default: return std::nullopt;
  }
}

std::string how_to_write(const type& as, const std::string& found) {
  switch (as.is) {
  case kind::enumeration: return meant(found, as.members, "its members are " + listed(as.members));
  case kind::boolean: return "write `true` or `false`";
  case kind::decimal:
  case kind::floating: return "write a number with a point, such as 12.50";
  case kind::timestamp: return "write a time such as 2026-03-01T08:30:00Z";
  case kind::duration: return "write a span such as 1h30min";
  default: return "write a whole number such as 12";
  }
}

/// One table and its file.
class csv_table {
public:
  csv_table(const file_table& what, std::vector<diagnostic>& diagnostics)
      : said_(*what.said), declared_(*what.declared), file_(*what.file), diagnostics_(diagnostics),
        reader_(file_, diagnostics), is_list_(declared_.returns->is == kind::list),
        item_(is_list_ ? declared_.returns->element : declared_.returns) {}

  std::shared_ptr<const static_table> run() {
    const auto rows = std::make_shared<static_table>();
    if (find_columns() && is_small_enough() && read_header())
      read_rows();
    for (auto& [keys, row] : lists_) {
      row.second.is = value::make_list(std::move(row.first));
      found_.emplace(keys, std::move(row.second));
    }
    for (auto& [keys, row] : found_)
      rows->add_shown(keys, std::move(row));
    return rows;
  }

private:
  struct column {
    std::string name;
    type_ref of;
    int cell = -1; ///< where it stands in a row; -1: nowhere
  };

  diagnostic& tell(const diagnostic_code& code, const source_span& at, std::string message,
                   std::string help) {
    ++mistakes_;
    return report(diagnostics_, code, at, std::move(message), std::move(help));
  }

  // ---- columns ----

  bool find_columns() {
    for (const field& key : declared_.parameters)
      keys_.push_back({key.name, key.of});
    if (item_->is == kind::record)
      for (const field& f : item_->fields)
        fields_.push_back({f.name, f.of});
    else
      fields_.push_back({value_column, item_});
    for (const column& each : fields_) {
      const type& of = without_optional(*each.of);
      if (of.is == kind::dynamic)
        return false; // not known, and reported
      if (fits_a_cell(of))
        continue;
      tell(codes::csv_header_wrong, said_.returns.at,
           "a cell of a file holds one plain value, and " + quoted(each.name) + " is " +
               to_string(of),
           "let the table give texts, numbers, members, bools, times or spans, a record of "
           "these, or a list of such records");
      return false;
    }
    return std::all_of(keys_.begin(), keys_.end(), [&](const column& key) {
      return fits_a_cell(*key.of) &&
             (item_->is == kind::record || key.name != value_column || tell_key_is_value());
    });
  }

  bool tell_key_is_value() {
    tell(codes::csv_header_wrong, said_.name.at,
         "the column `value` holds what the table gives, and a key is called so, too",
         "give the parameter another name");
    return false;
  }

  bool is_small_enough() {
    if (file_.text.size() <= limits::file_bytes)
      return true;
    tell(codes::too_many, {file_.path, 1, 1, 1, 1},
         "a file of a table holds at most 1 MiB, and this one " +
             with_thousands(file_.text.size()) + " bytes",
         "divide it between several tables");
    return false;
  }

  [[nodiscard]] std::vector<column*> columns_named(const std::string& name) {
    std::vector<column*> all;
    for (auto* some : {&keys_, &fields_})
      for (column& each : *some)
        if (each.name == name)
          all.push_back(&each);
    return all;
  }

  [[nodiscard]] std::vector<std::string> column_names() const {
    std::vector<std::string> names;
    for (const auto* some : {&keys_, &fields_})
      for (const column& each : *some)
        if (std::find(names.begin(), names.end(), each.name) == names.end())
          names.push_back(each.name);
    return names;
  }

  // ---- the header ----

  bool read_header() {
    std::vector<csv_cell> header;
    if (!reader_.next(header)) {
      if (!reader_.has_failed())
        tell(codes::csv_wrong, {file_.path, 1, 1, 1, 1}, "the file is empty",
             "begin it with the names of the columns: " + header_due());
      return false;
    }
    const auto before = mistakes_;
    width_ = header.size();
    bool is_guess = false; ///< an unknown column may be the one that is missing
    for (std::size_t i = 0; i < header.size(); ++i)
      is_guess |= !take_name(header[i], static_cast<int>(i));
    for (const auto& name : column_names()) {
      const auto all = columns_named(name);
      const bool may_miss =
          std::all_of(all.begin(), all.end(), [](const column* c) { return is_optional(*c->of); });
      if (all.front()->cell < 0 && !may_miss && !is_guess)
        tell(codes::csv_header_wrong, reader_.span_of(header.front()),
             "the column " + quoted(name) + " is missing",
             "the first line names the columns: " + header_due());
    }
    return mistakes_ == before;
  }

  /// False for a column that nobody reads.
  bool take_name(const csv_cell& cell, int index) {
    const auto all = columns_named(cell.text);
    if (all.empty()) {
      const bool has_other_marks = cell.text.find_first_of(";\t") != std::string::npos;
      tell(codes::csv_header_wrong, reader_.span_of(cell),
           quoted(said_.name.text) + " has no column " + quoted(cell.text),
           has_other_marks ? "divide the cells by commas; spreadsheets ask for it when they save"
                           : meant(cell.text, column_names(),
                                   "the first line names the columns: " + header_due()));
      return false;
    }
    if (all.front()->cell >= 0)
      tell(codes::csv_header_wrong, reader_.span_of(cell),
           "the column " + quoted(cell.text) + " stands twice", "keep one of the two");
    for (column* each : all)
      each->cell = index;
    return true;
  }

  [[nodiscard]] std::string header_due() const {
    std::string text;
    for (const auto& name : column_names())
      text += (text.empty() ? "" : ",") + name;
    return quoted(text);
  }

  // ---- rows ----

  void read_rows() {
    std::vector<csv_cell> row;
    std::size_t count = 0;
    while (mistakes_ <= limits::mistakes_told && reader_.next(row)) {
      if (++count > limits::table_rows) {
        tell(codes::too_many, reader_.span_of(row.front()),
             "a file of a table holds at most " + with_thousands(limits::table_rows) + " rows",
             "divide it between several tables");
        return;
      }
      if (row.size() != width_)
        tell(codes::csv_wrong, span_of_row(row),
             "the row has " + std::to_string(row.size()) + " cells, and the header " +
                 std::to_string(width_),
             "give each column a cell; one with a comma in it stands in quotes");
      else
        take_row(row);
    }
    if (count == 0 && !reader_.has_failed())
      tell(codes::csv_wrong, {file_.path, 1, 1, 1, 1}, "the file holds no row below its header",
           "write the rows of " + quoted(said_.name.text) + " into it");
  }

  [[nodiscard]] source_span span_of_row(const std::vector<csv_cell>& row) const {
    auto at = reader_.span_of(row.front());
    at.end_line = row.back().end_line;
    at.end_column = row.back().end_column;
    return at;
  }

  void take_row(const std::vector<csv_cell>& row) {
    const auto before = mistakes_;
    const auto keys = values_of(keys_, row);
    auto fields = values_of(fields_, row);
    if (mistakes_ != before)
      return;
    const auto shown = shown_keys(keys);
    auto made = item_->is == kind::record ? value::make_record(item_->shape, std::move(fields))
                                          : std::move(fields.front());
    static_table::row kept{{}, row_name(shown, row.front())};
    if (is_list_) {
      const auto [list, is_new] = lists_.try_emplace(shown);
      if (is_new)
        list->second.second = std::move(kept);
      list->second.first.push_back(std::move(made));
      return;
    }
    const auto at = span_of_row(row);
    if (const auto [first, is_new] = seen_.emplace(shown, at); !is_new) {
      tell(codes::table_row_doubled, at,
           "the row " + quoted(shown) + " stands twice in the table " + quoted(said_.name.text),
           "keep one of them")
          .notes.push_back({first->second, "the other one is here"});
      return;
    }
    kept.is = std::move(made);
    found_.emplace(shown, std::move(kept));
  }

  /// `unit_of "CA" (data/units.csv:9)`
  [[nodiscard]] std::string row_name(const std::string& keys, const csv_cell& first) const {
    return said_.name.text + " " + (keys.empty() ? "" : keys + " ") + "(" + file_.path + ":" +
           std::to_string(first.line) + ")";
  }

  std::vector<value> values_of(const std::vector<column>& columns,
                               const std::vector<csv_cell>& row) {
    std::vector<value> values;
    for (const column& each : columns)
      values.push_back(each.cell < 0 ? value{}
                                     : value_at(each, row[static_cast<std::size_t>(each.cell)]));
    return values;
  }

  value value_at(const column& of, const csv_cell& cell) {
    const type& due = without_optional(*of.of);
    if (cell.text.empty() && is_optional(*of.of))
      return {};
    if (auto read = read_cell(cell.text, due))
      return std::move(*read);
    tell(codes::csv_cell_wrong, reader_.span_of(cell),
         cell.text.empty()
             ? "the cell is empty, and the column " + quoted(of.name) + " is " + to_string(due)
             : "the column " + quoted(of.name) + " is " + to_string(due) + ", and " +
                   quoted(cell.text) + " is none",
         how_to_write(due, cell.text));
    return {};
  }

  const syntax::table& said_;
  const static_define& declared_;
  const source_file& file_;
  std::vector<diagnostic>& diagnostics_;
  csv_reader reader_;
  const bool is_list_; ///< the rows of one key make a list
  const type_ref item_;
  std::vector<column> keys_, fields_;
  std::size_t width_ = 0;
  std::size_t mistakes_ = 0;
  std::unordered_map<std::string, source_span> seen_;
  std::unordered_map<std::string, static_table::row> found_;
  std::unordered_map<std::string, std::pair<value::list_type, static_table::row>> lists_;
};

} // namespace

std::shared_ptr<const static_table> read_file_table(const file_table& what,
                                                    std::vector<diagnostic>& diagnostics) {
  return csv_table(what, diagnostics).run();
}

} // namespace gantry::dsl
