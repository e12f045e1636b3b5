#include "cli/flow_files.hpp"
#include "cli/graphviz.hpp"
#include "cli/replaced_file.hpp"
#include "cli/terminal.hpp"
#include "cli/verbs/flag_types.hpp"
#include "cli/verbs/verbs.hpp"
#include "dsl/syntax/parse/words.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <fmt/format.h>
#include <memory>

namespace gantry::cli {
namespace {

namespace fs = std::filesystem;
using dsl::graph::flow_graph;

struct graph_flags {
  std::string place;
  std::string workflow;
  std::string format = "svg";
  std::string output;
};

std::vector<std::string> names_of(const std::vector<flow_graph>& graphs) {
  std::vector<std::string> names;
  for (const auto& g : graphs)
    names.push_back(g.name);
  return names;
}

/// Those of a folder, or those that stand in the file itself and not in what it imports.
result<std::vector<flow_graph>> graphs_at(const std::string& place) {
  const auto files = read_flow_files(place);
  if (!files)
    return tl::unexpected(files.error());
  dsl::compilation told;
  auto graphs = dsl::graph::graphs_of(*files, told.diagnostics);
  if (told.has_errors()) {
    const auto shown = as_shown(told, *files, place);
    for (const auto& d : shown.diagnostics)
      if (d.level == dsl::diagnostic::severity::error)
        fmt::print(stderr, "{}\n", dsl::render(d, shown.files, wants_colour(stderr)));
    return fail(errc::flow_invalid, fmt::format("the flows of {} do not check", place),
                "mend what is said above; only what checks is drawn");
  }
  std::error_code failed;
  if (fs::is_directory(place, failed))
    return graphs;
  const auto own = fs::relative(place, flow_root(place), failed).generic_string();
  std::erase_if(graphs, [&](const flow_graph& g) { return g.file != own; });
  return graphs;
}

result<void> choose(std::vector<flow_graph>& graphs, const graph_flags& flags) {
  const auto names = names_of(graphs);
  if (!flags.workflow.empty())
    std::erase_if(graphs, [&](const flow_graph& g) { return g.name != flags.workflow; });
  if (!graphs.empty())
    return {};
  if (names.empty())
    return fail(errc::not_found, fmt::format("there is no workflow in {}", flags.place),
                "name a file with a workflow, or a folder of flows");
  const auto near = dsl::words::nearest(flags.workflow, names);
  return fail(errc::not_found,
              fmt::format("there is no workflow {} in {}", flags.workflow, flags.place),
              near.empty() ? fmt::format("it has {}", fmt::join(names, ", "))
                           : fmt::format("did you mean {}?", near));
}

result<std::string> written_as(const std::string& format, const flow_graph& g) {
  if (format == "dot")
    return dsl::graph::to_dot(g);
  if (format == "mermaid")
    return dsl::graph::to_mermaid(g);
  if (format == "json")
    return dsl::graph::to_json(g) + "\n";
  return draw_svg(g);
}

std::string ending_of(const std::string& format) {
  return format == "mermaid" ? "mmd" : format;
}

/// A folder that is there, or is to be made: for the pictures of a folder of flows a name without
/// an ending is one.
bool is_folder(const graph_flags& flags) {
  std::error_code failed;
  const fs::path output = flags.output;
  if (flags.output.empty())
    return false;
  if (flags.output.ends_with('/') || fs::is_directory(output, failed))
    return true;
  return fs::is_directory(flags.place, failed) && flags.workflow.empty() &&
         !output.has_extension() && !fs::exists(output, failed);
}

std::string file_in_folder(const flow_graph& g, const graph_flags& flags) {
  return (fs::path(flags.output) / (g.name + "." + ending_of(flags.format))).string();
}

result<void> make_folder(const fs::path& folder) {
  std::error_code failed;
  fs::create_directories(folder, failed);
  if (fs::is_directory(folder, failed))
    return {};
  return fail(errc::bad_argument,
              fmt::format("the folder {} cannot be made", folder.generic_string()),
              "name another one with --output, or see to the permissions of its parent");
}

result<void> write_output(const std::string& text, const fs::path& file) {
  if (auto written = replace_file(file, text); !written)
    return written;
  fmt::print("{}\n", file.generic_string());
  return {};
}

/// DOT and JSON may hold several graphs, one after another; all others are one document each.
result<void> draw_together(const std::vector<flow_graph>& graphs, const graph_flags& flags) {
  std::string texts;
  for (const auto& g : graphs) {
    const auto text = written_as(flags.format, g);
    if (!text)
      return tl::unexpected(text.error());
    texts += *text;
  }
  if (!flags.output.empty())
    return write_output(texts, flags.output);
  fmt::print("{}", texts);
  return {};
}

result<void> draw_each(const std::vector<flow_graph>& graphs, const graph_flags& flags) {
  if (auto made = make_folder(flags.output); !made)
    return made;
  for (const auto& g : graphs) {
    const auto text = written_as(flags.format, g);
    if (!text)
      return tl::unexpected(text.error());
    if (auto written = write_output(*text, file_in_folder(g, flags)); !written)
      return written;
  }
  return {};
}

void draw(globals& all, const graph_flags& flags, bool has_output) {
  if (has_output && flags.output.empty()) {
    all.failed(
        {errc::bad_argument, "--output is empty", "name a file or a folder, or leave it out", {}});
    all.code = exit_usage;
    return;
  }
  auto graphs = graphs_at(flags.place);
  if (!graphs)
    return all.failed(graphs.error());
  if (const auto chosen = choose(*graphs, flags); !chosen)
    return all.failed(chosen.error());
  const bool into_folder = is_folder(flags);
  const bool can_follow = flags.format == "json" || flags.format == "dot";
  if (graphs->size() > 1 && !can_follow && !into_folder)
    return all.failed(
        {errc::bad_argument,
         fmt::format("{} has several workflows ({}), and one {} document is one picture",
                     flags.place, fmt::join(names_of(*graphs), ", "),
                     flags.format == "svg" ? "SVG" : "Mermaid"),
         "choose one with --workflow, or name a folder for all of them: --output pictures/",
         {}});
  const auto drawn = into_folder ? draw_each(*graphs, flags) : draw_together(*graphs, flags);
  if (!drawn)
    all.failed(drawn.error());
}

} // namespace

void add_graph(CLI::App& app, globals& all) {
  auto* verb = app.add_subcommand("graph", "Draw a flow as a picture, without starting anything");
  const auto flags = std::make_shared<graph_flags>();
  verb->add_option("place", flags->place, "one flow file, or a folder of flows")
      ->required()
      ->type_name("PLACE");
  verb->add_option("--workflow", flags->workflow, "which one, where there are several")
      ->type_name("NAME");
  auto* format =
      verb->add_option("--format", flags->format, "what is written")->capture_default_str();
  flag_types::take_one_of(*format, {"svg", "dot", "mermaid", "json"});
  auto* output = verb->add_option(
      "--output", flags->output,
      "the file; a folder, which is made where it is not there, takes NAME.svg of each "
      "workflow; without it: standard output");
  output->type_name("FILE");
  verb->footer(
      "Stages are bands, errors and lateness have lines of their own, and each step that can be\n"
      "taken back says how. SVG is laid out by Graphviz (apt-get install graphviz).\n"
      "Of several workflows DOT and JSON stand one after another; of SVG and Mermaid one document\n"
      "is one picture, so --workflow chooses, or --output names a folder.\n"
      "Example: gantry graph workflows/order_to_cash.flow --output order_to_cash.svg\n"
      "         gantry graph workflows --output pictures/\n"
      "         gantry graph workflows/order_to_cash.flow --format mermaid");
  verb->callback([&all, flags, output] { draw(all, *flags, output->count() > 0); });
}

} // namespace gantry::cli
