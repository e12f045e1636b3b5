#include "cli/clock.hpp"
#include "cli/flow_files.hpp"
#include "cli/terminal.hpp"
#include "cli/verbs/verbs.hpp"
#include "cli/version.hpp"
#include "gateway/api/embedded_texts.hpp"
#include "gateway/api/error_catalogue.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <filesystem>
#include <fmt/format.h>
#include <memory>
#include <set>
#include <utility>

namespace gantry::cli {
namespace {

namespace fs = std::filesystem;

struct check_flags {
  std::vector<std::string> places;
  bool strict = false;
  bool explain = false;
  bool sarif = false;
};

struct tally {
  std::size_t errors = 0, warnings = 0, notes = 0, workflows = 0;
  std::vector<dsl::diagnostic> all; ///< for SARIF, which is one document
};

void count_in(const dsl::diagnostic& d, tally& count) {
  if (d.level == dsl::diagnostic::severity::error)
    ++count.errors;
  else if (d.level == dsl::diagnostic::severity::warning)
    ++count.warnings;
  else
    ++count.notes;
}

void print_diagnostics(const shown_diagnostics& shown, bool json, const check_flags& flags,
                       tally& count) {
  for (const auto& d : shown.diagnostics) {
    count_in(d, count);
    if (flags.sarif)
      count.all.push_back(d);
    else if (json)
      fmt::print("{}\n", dsl::to_json_line(d));
    else
      fmt::print(stderr, "{}\n", dsl::render(d, shown.files, wants_colour(stderr)));
  }
}

std::string in_capitals(std::string text) {
  for (char& c : text)
    if ('a' <= c && c <= 'z')
      c = static_cast<char>(c - 'a' + 'A');
  return text;
}

/// `GF0302`, also in small letters, asks for the page of a mistake; everything else is a place with
/// flows.
bool is_code(const std::string& place) {
  const auto code = in_capitals(place);
  return code.size() > 2 && (code.starts_with("GF") || code.starts_with("GE")) &&
         std::all_of(code.begin() + 2, code.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// Markdown; nothing for a code that has no page.
std::string_view page_of(const std::string& code) {
  for (const auto& section : gateway::catalogue_sections(gateway::error_catalogue_text()))
    if (section.name == code || section.text.starts_with("**" + code + "**"))
      return section.text;
  return {};
}

/// Of the document that was installed beside the program, or stands in its checkout; empty where
/// neither is.
std::string uri_of_page(const std::string& code) {
  std::error_code failed;
  const auto program = fs::read_symlink("/proc/self/exe", failed);
  const auto above = program.parent_path().parent_path();
  std::string anchor = code;
  for (char& c : anchor)
    c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  for (const auto& page :
       {above / "share/doc/gantry/docs/errors.md", above.parent_path() / "docs/errors.md"})
    if (fs::is_regular_file(page, failed))
      return "file://" + page.generic_string() + "#" + anchor;
  return {};
}

/// A page begins with `**What is wrong** · error`.
dsl::rule_page rule_page_of(const std::string& code) {
  const auto text = page_of(code);
  const auto from = text.find("**");
  const auto to = from == text.npos ? from : text.find("**", from + 2);
  const auto body = text.find("\n\n");
  if (to == text.npos || body == text.npos)
    return {};
  return {std::string(text.substr(from + 2, to - from - 2)), std::string(text.substr(body + 2)),
          uri_of_page(code)};
}

/// What an upload to a code host is relative to: the checkout in which a place lies, else the
/// working folder where it holds the place, else the root of its flows.
fs::path source_root(const std::string& place) {
  std::error_code failed;
  const auto root = fs::absolute(flow_root(place), failed).lexically_normal();
  for (auto folder = root; folder.has_relative_path(); folder = folder.parent_path())
    if (fs::exists(folder / ".git", failed))
      return folder;
  const auto here = fs::current_path(failed);
  const auto inside = root.lexically_relative(here);
  return !inside.empty() && *inside.begin() != ".." ? here : root;
}

/// A place as the source root sees it; one that lies outside stays absolute.
std::string seen_from(const fs::path& root, const std::string& file) {
  std::error_code failed;
  const auto whole = fs::absolute(file, failed).lexically_normal();
  const auto inside = whole.lexically_relative(root);
  return inside.empty() || *inside.begin() == ".." ? whole.generic_string()
                                                   : inside.generic_string();
}

void print_sarif(std::vector<dsl::diagnostic> all, const std::string& place) {
  const auto root = source_root(place);
  for (auto& d : all) {
    d.at.file = seen_from(root, d.at.file);
    for (auto& note : d.notes)
      note.at.file = seen_from(root, note.at.file);
  }
  fmt::print("{}\n", dsl::to_sarif(all, version_text, root.generic_string(), rule_page_of));
}

void print_page(globals& all, const std::string& code) {
  if (const auto text = page_of(code); !text.empty())
    return fmt::print("{}\n{}", code, text);
  all.failed({errc::not_found,
              fmt::format("there is no page for {}", code),
              "codes have four digits and stand in the brackets of a message, such as "
              "error[GF0302]",
              {}});
}

/// Workflows with all that applies to them; a place without one says what it declares.
void print_explanations(const std::vector<dsl::source_file>& files, const std::string& place,
                        bool has_errors) {
  std::error_code failed;
  const bool is_folder = fs::is_directory(place, failed);
  const auto own =
      is_folder ? std::string{} : fs::relative(place, flow_root(place), failed).generic_string();
  auto texts = dsl::explain(files);
  if (texts.empty())
    texts = dsl::explain_declarations(files, own);
  if (texts.empty() && !has_errors)
    fmt::print("{} declares nothing that could be explained\n", place);
  for (const auto& text : texts)
    fmt::print("{}\n", text);
}

/// Places whose flows have the same root are one set of files, in which each is told once.
struct flow_set {
  fs::path root;
  std::string place; ///< the first of them, from which paths are shown
  std::vector<dsl::source_file> files;
};

void add_place(globals& all, std::vector<flow_set>& sets, const std::string& place) {
  auto files = read_flow_files(place);
  if (!files && is_code(place))
    return all.failed({files.error().code,
                       files.error().message,
                       "for the page of a code: gantry check --explain " + in_capitals(place),
                       {}});
  if (!files)
    return all.failed(files.error());
  std::error_code failed;
  const auto root = fs::weakly_canonical(flow_root(place), failed);
  const auto known = std::find_if(sets.begin(), sets.end(),
                                  [&](const flow_set& each) { return each.root == root; });
  if (known == sets.end()) {
    sets.push_back({root, place, std::move(*files)});
    return;
  }
  for (auto& file : *files)
    if (std::none_of(known->files.begin(), known->files.end(),
                     [&](const auto& other) { return other.path == file.path; }))
      known->files.push_back(std::move(file));
}

void check_set(globals& all, const check_flags& flags, const flow_set& set, tally& count) {
  const auto is_there = [&](const std::string& path) {
    std::error_code failed;
    return fs::is_regular_file(set.root / path, failed);
  };
  const auto compiled = dsl::compile(set.files, {wall_clock(), is_there});
  print_diagnostics(as_shown(compiled, set.files, set.place), all.json, flags, count);
  count.workflows += compiled.workflows;
  if (flags.explain)
    print_explanations(set.files, set.place, compiled.has_errors());
}

/// `7 workflows, 0 errors, 2 warnings, 1 note`; notes only where there are some.
std::string counted(const tally& count) {
  const auto each = [](std::size_t n, const char* what) {
    return fmt::format("{} {}{}", n, what, n == 1 ? "" : "s");
  };
  return each(count.workflows, "workflow") + ", " + each(count.errors, "error") + ", " +
         each(count.warnings, "warning") +
         (count.notes == 0 ? std::string{} : ", " + each(count.notes, "note"));
}

void check_places(globals& all, const check_flags& flags) {
  tally count;
  std::vector<flow_set> sets;
  std::set<fs::path> seen;
  for (const auto& place : flags.places) {
    std::error_code failed;
    if (const auto whole = fs::weakly_canonical(place, failed);
        !failed && !seen.insert(whole).second)
      continue; // named twice
    if (flags.explain && is_code(place)) {
      print_page(all, in_capitals(place));
      continue;
    }
    add_place(all, sets, place);
    if (all.code != exit_done)
      return;
  }
  for (const auto& set : sets)
    check_set(all, flags, set, count);
  if (sets.empty())
    return;
  if (flags.sarif)
    print_sarif(std::move(count.all), flags.places.front());
  else if (!flags.explain) // beside lines for programs, this one is for people
    fmt::print(all.json ? stderr : stdout, "{}\n", counted(count));
  if (count.errors > 0 || (flags.strict && count.warnings > 0))
    all.code = exit_failed;
}

} // namespace

void add_check(CLI::App& app, globals& all) {
  auto* verb =
      app.add_subcommand("check", "Explain every mistake in flows before they are deployed");
  const auto flags = std::make_shared<check_flags>();
  verb->add_option("place", flags->places,
                   "a folder of flows, or one file and what it imports; with --explain also a "
                   "code of a mistake")
      ->required()
      ->type_name("PLACE");
  verb->add_flag("--strict", flags->strict, "fail on warnings too");
  auto* explain =
      verb->add_flag("--explain", flags->explain,
                     "print every default, policy and deadline that will apply, step by step; of a "
                     "code, what it means and how it is mended");
  auto* sarif = verb->add_flag("--sarif", flags->sarif,
                               "print one SARIF document, for code hosts and editors");
  all.add_json(*verb, "print each mistake as a JSON object a line");
  // An explanation is for people: lines for programs have no place for it.
  explain->excludes(sarif)->excludes(verb->get_option("--json"));
  sarif->excludes(verb->get_option("--json")); // a document is not lines
  verb->footer("Example: gantry check workflows\n"
               "         gantry check --explain workflows/order_to_cash.flow\n"
               "         gantry check --explain GF0304");
  verb->callback([&all, flags] { check_places(all, *flags); });
}

} // namespace gantry::cli
