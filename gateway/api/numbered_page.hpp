#pragma once

#include "gateway/api/api_call.hpp"
#include "gateway/api/json_writer.hpp"

#include <string>
#include <vector>

namespace gantry::gateway {

/// Answers with a page of rows: `{"items","next"}`. The rows are one more than the page when the
/// list goes on; `cursor_of` the last row of a page is where the next one begins.
template <class Row, class Write, class Cursor>
void write_page(const api_call& call, std::vector<Row> rows, std::size_t limit,
                const Write& write_row, const Cursor& cursor_of) {
  const bool more = rows.size() > limit;
  if (more)
    rows.resize(limit);
  json_writer out;
  out.begin_object().name("items").begin_list();
  for (const auto& row : rows)
    write_row(out, row);
  out.end_list();
  out.name("next").text_or_null(more ? std::to_string(cursor_of(rows.back())) : std::string{});
  out.end_object();
  call.answer_json(200, out.take());
}

/// As above, of rows whose growing `number` is the cursor.
template <class Row, class Write>
void write_page(const api_call& call, std::vector<Row> rows, std::size_t limit,
                const Write& write_row) {
  write_page(call, std::move(rows), limit, write_row, [](const Row& row) { return row.number; });
}

} // namespace gantry::gateway
