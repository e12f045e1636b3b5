#include "cli/replaced_file.hpp"
#include "cli/scaffold/scaffold.hpp"
#include "cli/verbs/verbs.hpp"

#include <CLI/CLI.hpp>

#include <filesystem>
#include <fmt/format.h>
#include <memory>

namespace gantry::cli {
namespace {

namespace fs = std::filesystem;

struct new_flags {
  std::string name;
  std::string folder = "workflows";
};

result<fs::path> write_new(const scaffold::made_file& made, const std::string& folder) {
  const auto file = fs::path(folder) / made.path;
  std::error_code failed;
  if (fs::exists(fs::symlink_status(file, failed)))
    return fail(errc::bad_argument, fmt::format("{} is there already", file.generic_string()),
                "choose another name, or move the file away");
  fs::create_directories(file.parent_path(), failed);
  if (failed)
    return fail(errc::bad_argument,
                fmt::format("the folder {} cannot be made: {}", file.parent_path().string(),
                            failed.message()),
                "name another one with --dir, or see to the permissions of its parent");
  if (const auto written = replace_file(file, made.text); !written)
    return tl::unexpected(written.error());
  return file;
}

void make_new(globals& all, const std::string& what, const new_flags& flags) {
  const auto made = scaffold::make(what, flags.name);
  if (!made)
    return all.failed(made.error());
  const auto file = write_new(*made, flags.folder);
  if (!file)
    return all.failed(file.error());
  const auto shown = file->lexically_normal().generic_string();
  fmt::print("{}\n\nNext:\n", shown);
  std::string next = made->next;
  for (const auto& [mark, by] : {std::pair<std::string_view, std::string>{"{file}", shown},
                                 {"{folder}", flags.folder},
                                 {"{name}", flags.name}})
    for (auto at = next.find(mark); at != std::string::npos; at = next.find(mark, at + by.size()))
      next.replace(at, mark.size(), by);
  for (std::size_t begin = 0; begin < next.size();) {
    const auto end = next.find('\n', begin);
    fmt::print("  {}\n", next.substr(begin, end - begin));
    begin = end + 1;
  }
}

CLI::Validator name_of_language() {
  return CLI::Validator(
      [](std::string& text) {
        return scaffold::is_name(text)
                   ? std::string{}
                   : fmt::format("`{}` cannot be a name: names have small letters, digits and _, "
                                 "and are no words of the language; did you mean `{}`?",
                                 text, scaffold::name_like(text));
      },
      {});
}

void add_one(CLI::App& parent, globals& all, const std::string& what, const std::string& about,
             const std::string& example) {
  auto* verb = parent.add_subcommand(what, about);
  const auto flags = std::make_shared<new_flags>();
  verb->add_option("name", flags->name, "its name, such as " + example)
      ->required()
      ->check(name_of_language())
      ->type_name("NAME");
  verb->add_option("--dir", flags->folder,
                   "the folder of the flows; it is made where it is not there")
      ->capture_default_str()
      ->type_name("FOLDER");
  verb->footer(fmt::format("A file that is there already is left alone.\n"
                           "Example: gantry new {} {}",
                           what, example));
  verb->callback([&all, flags, what] { make_new(all, what, *flags); });
}

} // namespace

void add_new(CLI::App& app, globals& all) {
  auto* verb = app.add_subcommand("new", "Write a first flow, contract or mapping that checks");
  verb->require_subcommand(1);
  add_one(*verb, all, "flow", "Write NAME.flow: a workflow with a wait, a stage and a handler",
          "order_to_cash");
  add_one(*verb, all, "contract", "Write contracts/NAME.flow: what may be asked of a far system",
          "erp");
  add_one(*verb, all, "mapping", "Write mappings/NAME.flow: what a channel makes of a document",
          "web_shop_order");
  verb->footer("Example: gantry new contract erp\n"
               "         gantry new flow order_to_cash --dir flows");
}

} // namespace gantry::cli
