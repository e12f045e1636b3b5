#include "channels/mapped_by.hpp"
#include "cli/clock.hpp"
#include "cli/flow_files.hpp"
#include "cli/input_file.hpp"
#include "cli/map/mapped_text.hpp"
#include "cli/terminal.hpp"
#include "cli/verbs/verbs.hpp"
#include "dsl/syntax/parse/words.hpp"

#include <CLI/CLI.hpp>

#include <fmt/format.h>
#include <memory>

namespace gantry::cli {
namespace {

constexpr std::size_t document_bytes_max = 16u << 20;

struct map_flags {
  std::string name, file, flows = "workflows", channel = "channel", partner = "partner";
  bool check = false;
};

result<dsl::mapping_ptr> find_mapping(const map_flags& flags) {
  const auto files = read_flow_files(flags.flows);
  if (!files)
    return fail(files.error().code, files.error().message,
                "name the folder of the flows with --flows FOLDER");
  const auto compiled = dsl::compile(*files);
  const auto shown = as_shown(compiled, *files, flags.flows);
  for (const auto& d : shown.diagnostics)
    if (d.level == dsl::diagnostic::severity::error)
      fmt::print(stderr, "{}\n", dsl::render(d, shown.files, wants_colour(stderr)));
  if (compiled.has_errors())
    return fail(errc::flow_invalid, "the flows of " + flags.flows + " do not check",
                "mend what is said above");
  std::vector<std::string> known;
  for (const auto& each : compiled.mappings) {
    if (each->name() == flags.name)
      return each;
    known.push_back(each->name());
  }
  std::string list;
  for (const auto& name : known)
    list += (list.empty() ? "" : ", ") + name;
  const auto near = dsl::words::nearest(flags.name, known);
  return fail(errc::not_found, "there is no mapping " + flags.name + " in " + flags.flows,
              near.empty() ? (list.empty() ? "" : "there are: " + list)
                           : "did you mean " + near + "?");
}

void show_mapped(globals& all, const map_flags& flags) {
  const auto by = find_mapping(flags);
  if (!by)
    return all.failed(by.error());
  if (const auto serves = channels::can_serve(**by); !serves)
    return all.failed(serves.error());
  const auto text = read_input_file(flags.file, document_bytes_max);
  if (!text)
    return all.failed(text.error());
  const auto made = map_file(*text, *by, {flags.channel, flags.partner, wall_clock()});
  if (!made)
    return all.failed(made.error());
  std::size_t number = 0;
  for (const auto& one : *made) {
    ++number;
    if (!all.json && made->size() > 1)
      fmt::print("{}order {} of {}\n", number > 1 ? "\n" : "", number, made->size());
    if (all.json)
      print_mapped_json(one);
    else if (flags.check)
      print_findings_alone(one);
    else
      print_mapped(one);
    if (one.output.is_none())
      all.code = exit_failed;
  }
}

} // namespace

void add_map(CLI::App& app, globals& all) {
  auto* verb = app.add_subcommand(
      "map", "Show what a mapping makes of a document, and where each field came from");
  const auto flags = std::make_shared<map_flags>();
  verb->add_option("name", flags->name, "the mapping")->required()->type_name("NAME");
  verb->add_option("file", flags->file,
                   "a JSON document or an X12 interchange; - is standard input")
      ->required()
      ->type_name("FILE");
  verb->add_option("--flows", flags->flows, "folder of the flows [default: workflows]")
      ->type_name("FOLDER");
  verb->add_option("--channel", flags->channel,
                   "what the mapping sees as arrival.channel [default: channel]")
      ->type_name("NAME");
  verb->add_option("--partner", flags->partner,
                   "what the mapping sees as arrival.partner [default: partner]")
      ->type_name("NAME");
  verb->add_flag("--check", flags->check, "only the findings");
  all.add_json(
      *verb,
      "print the result, where each field came from and the findings as JSON, one object an order");
  verb->footer("Ends with 1 when the document would be refused.\n"
               "Example: gantry map shopify_order examples/orders/shop.json\n"
               "         gantry map x12_850 examples/orders/stores.edi --check");
  verb->callback([&all, flags] { show_mapped(all, *flags); });
}

} // namespace gantry::cli
