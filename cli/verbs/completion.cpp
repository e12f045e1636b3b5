#include "cli/verbs/verbs.hpp"

#include <CLI/CLI.hpp>

#include <fmt/format.h>
#include <memory>

namespace gantry::cli {
namespace {

/// `orders list` → its sub-verbs and flags, for every verb of the command.
void collect(const CLI::App& at, const std::string& path, std::string& cases) {
  std::string words;
  for (const auto* verb : at.get_subcommands([](const CLI::App*) { return true; }))
    words += verb->get_name() + " ";
  for (const auto* option : at.get_options())
    for (const auto& name : option->get_lnames())
      words += "--" + name + " ";
  cases += fmt::format("    \"{}\") words=\"{}\" ;;\n", path, words);
  for (const auto* verb : at.get_subcommands([](const CLI::App*) { return true; }))
    collect(*verb, path.empty() ? verb->get_name() : path + " " + verb->get_name(), cases);
}

constexpr auto bash_head = R"(# bash completion of gantry: source <(gantry completion bash)
_gantry() {
  local path="" word words i
  for ((i = 1; i < COMP_CWORD; i++)); do
    word="${COMP_WORDS[i]}"
    case "$word" in -*) ;; *) case "$path $word" in
)";

constexpr auto bash_tail = R"(  esac
  case "${COMP_WORDS[COMP_CWORD]}" in
    -*) COMPREPLY=($(compgen -W "$words" -- "${COMP_WORDS[COMP_CWORD]}")) ;;
    *) COMPREPLY=($(compgen -W "$words" -- "${COMP_WORDS[COMP_CWORD]}") \
                  $(compgen -f -- "${COMP_WORDS[COMP_CWORD]}")) ;;
  esac
}
complete -o filenames -F _gantry gantry
)";

/// The paths of verbs that exist, so that arguments are not taken for verbs.
void collect_paths(const CLI::App& at, const std::string& path, std::string& pattern) {
  for (const auto* verb : at.get_subcommands([](const CLI::App*) { return true; })) {
    const auto inner = path + " " + verb->get_name();
    pattern += (pattern.empty() ? "" : "|") + fmt::format("\"{}\"", inner);
    collect_paths(*verb, inner, pattern);
  }
}

void print_bash(const CLI::App& root) {
  std::string cases, paths;
  collect(root, "", cases);
  collect_paths(root, "", paths);
  fmt::print("{}      {}) path=\"$path $word\" ;;\n    esac ;; esac\n  done\n"
             "  case \"${{path# }}\" in\n{}{}",
             bash_head, paths, cases, bash_tail);
}

void print_zsh(const CLI::App& root) {
  fmt::print("#compdef gantry\n# zsh completion of gantry: source <(gantry completion zsh)\n"
             "autoload -U +X bashcompinit && bashcompinit\n");
  print_bash(root);
}

} // namespace

void add_completion(CLI::App& app, globals& all) {
  auto* verb = app.add_subcommand("completion", "Print the completion script of a shell");
  const auto shell = std::make_shared<std::string>();
  verb->add_option("shell", *shell, "bash or zsh")
      ->required()
      ->check(CLI::IsMember({"bash", "zsh"}));
  verb->footer("Example: source <(gantry completion bash)");
  verb->callback([&app, &all, shell] {
    *shell == "bash" ? print_bash(app) : print_zsh(app);
    all.code = exit_done;
  });
}

} // namespace gantry::cli
