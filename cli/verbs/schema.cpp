#include "cli/flow_files.hpp"
#include "cli/terminal.hpp"
#include "cli/verbs/verbs.hpp"
#include "dsl/lower/json_schema.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <memory>

namespace gantry::cli {
namespace {

struct schema_flags {
  std::string place;
  std::string name;
};

/// Names that hold what was asked for, else some of all: a hundred in a line help nobody.
std::string what_there_is(const std::vector<std::string>& names, const schema_flags& flags) {
  constexpr std::size_t shown_max = 8;
  std::vector<std::string> like;
  for (const auto& name : names)
    if (name.find(flags.name) != std::string::npos)
      like.push_back(name);
  const auto& some = like.empty() ? names : like;
  const auto shown = std::min(some.size(), shown_max);
  auto text =
      fmt::format("there is {}",
                  fmt::join(some.begin(), some.begin() + static_cast<std::ptrdiff_t>(shown), ", "));
  if (shown < names.size())
    text += fmt::format("; `gantry schema {}` prints all {}", flags.place, names.size());
  return text;
}

void print_schema(globals& all, const schema_flags& flags) {
  const auto files = read_flow_files(flags.place);
  if (!files)
    return all.failed(files.error());
  const auto made = dsl::to_json_schema(*files, flags.name);
  if (!made.json.empty())
    return fmt::print("{}\n", made.json);
  if (made.names.empty())
    return all.failed({errc::flow_invalid,
                       fmt::format("the flows of {} have mistakes", flags.place),
                       fmt::format("`gantry check {}` explains them", flags.place),
                       {}});
  all.failed({errc::not_found,
              fmt::format("there is no {} in {}", flags.name, flags.place),
              made.nearest.empty() ? what_there_is(made.names, flags)
                                   : fmt::format("did you mean `{}`?", made.nearest),
              {}});
}

} // namespace

void add_schema(CLI::App& app, globals& all) {
  auto* verb = app.add_subcommand("schema", "Print types and contracts as JSON Schema");
  const auto flags = std::make_shared<schema_flags>();
  verb->add_option("place", flags->place, "a folder of flows, or one file and what it imports")
      ->required()
      ->type_name("FILE");
  verb->add_option("name", flags->name,
                   "what the schema is of: Order, order_to_cash.input, "
                   "erp.create_sales_order.request, wms.shipment_confirmed; without one: all")
      ->type_name("NAME");
  verb->footer("Example: gantry schema workflows order_to_cash.input > order.schema.json\n"
               "         gantry schema workflows/contracts/erp.flow");
  verb->callback([&all, flags] { print_schema(all, *flags); });
}

} // namespace gantry::cli
