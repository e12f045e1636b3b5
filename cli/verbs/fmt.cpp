#include "cli/flow_files.hpp"
#include "cli/replaced_file.hpp"
#include "cli/terminal.hpp"
#include "cli/verbs/verbs.hpp"
#include "dsl/base/json.hpp"
#include "dsl/format/format_flow.hpp"
#include "dsl/limits.hpp"

#include <CLI/CLI.hpp>

#include <fmt/format.h>
#include <iostream>
#include <memory>
#include <set>

namespace gantry::cli {
namespace {

namespace fs = std::filesystem;

struct fmt_flags {
  std::vector<std::string> places;
  bool check = false;
};

struct layout_tally {
  std::size_t files = 0, changed = 0, broken = 0;
};

/// Files as they were named, those of folders with their folder; each once.
result<std::vector<fs::path>> files_of(const std::vector<std::string>& places) {
  std::vector<fs::path> files;
  std::set<fs::path> seen;
  for (const fs::path place : places) {
    std::error_code failed;
    if (place == "-")
      return fail(errc::bad_argument, "standard input is laid out alone, without files beside it",
                  "gantry fmt - < FILE");
    if (!fs::exists(place, failed)) // before any file is changed
      return fail(errc::not_found, fmt::format("there is no file and no folder {}", place.string()),
                  "name flow files, folders of them, or - for standard input");
    std::vector<fs::path> found{place};
    if (fs::is_directory(place, failed)) {
      auto below = flows_below(place);
      if (!below)
        return tl::unexpected(below.error());
      found = std::move(*below);
    }
    for (auto& file : found)
      if (seen.insert(fs::weakly_canonical(file, failed)).second)
        files.push_back(std::move(file));
  }
  return files;
}

void say(const globals& all, const std::string& file, const char* what, const std::string& text) {
  if (all.json)
    fmt::print("{}\n", to_json(value::make_map(
                           {{value("file"), value(file)}, {value("layout"), value(what)}})));
  else if (!text.empty())
    fmt::print("{}\n", text);
}

/// Nothing where the text has mistakes, which are told.
std::optional<std::string> laid_out(const std::string& name, const std::string& text) {
  std::vector<dsl::diagnostic> found;
  auto done = dsl::format_flow({name, text}, found);
  if (!done) {
    const auto shown = made_harmless(std::move(found), {{name, text}});
    for (const auto& d : shown.diagnostics)
      fmt::print(stderr, "{}\n", dsl::render(d, shown.files, wants_colour(stderr)));
  }
  return done;
}

void format_file(globals& all, const fmt_flags& flags, const fs::path& file, layout_tally& count) {
  const auto name = file.generic_string();
  const auto text = read_flow_text(file);
  if (!text)
    return all.failed(text.error());
  ++count.files;
  const auto done = laid_out(name, *text);
  if (!done) {
    ++count.broken;
    return say(all, name, "unknown", "");
  }
  if (*done == *text)
    return say(all, name, "canonical", "");
  ++count.changed;
  if (flags.check)
    return say(all, name, "differs", name + " is not in the canonical layout");
  if (const auto written = replace_file(file, *done); !written)
    return all.failed(written.error());
  say(all, name, "changed", "laid out " + name);
}

void summarise(const globals& all, const fmt_flags& flags, const layout_tally& count) {
  if (all.json)
    return;
  const auto files = count.files == 1 ? "file" : "files";
  fmt::print("{} {}, {} {}{}\n", count.files, files, count.changed,
             flags.check ? "to lay out" : "changed",
             count.broken == 0 ? "" : fmt::format(", {} with mistakes left alone", count.broken));
}

void format_files(globals& all, const fmt_flags& flags) {
  const auto files = files_of(flags.places);
  if (!files)
    return all.failed(files.error());
  layout_tally count;
  for (const auto& file : *files)
    format_file(all, flags, file, count);
  if (count.files > 0)
    summarise(all, flags, count);
  if (all.code == exit_done && (count.broken > 0 || (flags.check && count.changed > 0)))
    all.code = exit_failed;
}

void format_input(globals& all, const fmt_flags& flags) {
  // One byte more than a flow may have: what is larger is told as such, however long it goes on.
  std::string text(dsl::limits::file_bytes + 1, '\0');
  std::cin.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(std::cin.gcount()));
  const auto done = laid_out("standard input", text);
  if (!done || (flags.check && *done != text))
    all.code = exit_failed;
  if (done && flags.check && *done != text)
    fmt::print("standard input is not in the canonical layout\n");
  else if (done && !flags.check)
    fmt::print("{}", *done);
}

} // namespace

void add_fmt(CLI::App& app, globals& all) {
  auto* verb = app.add_subcommand("fmt", "Lay out flows in the one canonical way");
  const auto flags = std::make_shared<fmt_flags>();
  verb->add_option("place", flags->places,
                   "flow files and folders of them; - reads standard input and prints it laid out")
      ->required()
      ->type_name("PLACE");
  verb->add_flag("--check", flags->check,
                 "write nothing, name what is not in the canonical layout, and end with 1 then");
  all.add_json(*verb, "print what became of each file as a JSON object a line");
  verb->footer("Every word and comment stays. A file with mistakes is left alone.\n"
               "Example: gantry fmt workflows\n"
               "         gantry fmt --check workflows\n"
               "         gantry fmt - < order.flow");
  verb->callback([&all, flags] {
    flags->places == std::vector<std::string>{"-"} ? format_input(all, *flags)
                                                   : format_files(all, *flags);
  });
}

} // namespace gantry::cli
