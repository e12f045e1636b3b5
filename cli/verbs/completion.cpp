#include "cli/verbs/flag_types.hpp"
#include "cli/verbs/verbs.hpp"

#include <CLI/CLI.hpp>

#include <fmt/format.h>
#include <memory>

namespace gantry::cli {
namespace {

/// What a shell is told: one line of a `case` for each verb, and for each flag that takes a text.
struct completion_tables {
  std::string paths;  ///< verbs that exist, so that arguments are not taken for verbs
  std::string verbs;  ///< what may stand behind a verb
  std::string values; ///< what may stand behind a flag
};

/// Variables of the script that say what an option takes.
std::string offer_of(const CLI::Option& option) {
  const auto type = option.get_type_name();
  if (type == "FILE")
    return "places=f";
  if (type == "FOLDER")
    return "places=d";
  if (const auto words = flag_types::words_of(option); !words.empty())
    return fmt::format("choices=\"{}\"", fmt::join(words, " "));
  return {};
}

void collect_options(const CLI::App& at, const std::string& path, std::string& flags,
                     std::string& arguments, completion_tables& tables) {
  for (const auto* option : at.get_options()) {
    const auto offer = offer_of(*option);
    if (option->get_positional() && !offer.empty())
      arguments += offer + "; ";
    for (const auto& name : option->get_lnames()) {
      flags += fmt::format("--{} ", name);
      if (option->get_items_expected_max() > 0)
        tables.values += fmt::format("    \"{} --{}\") is_value=1; {} ;;\n", path, name, offer);
    }
  }
}

void collect(const CLI::App& at, const std::string& path, completion_tables& tables) {
  std::string verbs, flags, arguments;
  collect_options(at, path, flags, arguments, tables);
  for (const auto* verb : at.get_subcommands([](const CLI::App*) { return true; })) {
    const auto inner = path.empty() ? verb->get_name() : path + " " + verb->get_name();
    verbs += verb->get_name() + " ";
    tables.paths += (tables.paths.empty() ? "\"" : "|\"") + inner + "\"";
    collect(*verb, inner, tables);
  }
  if (!verbs.empty())
    arguments += fmt::format("choices=\"{}\"; ", verbs);
  tables.verbs += fmt::format("    \"{}\") flags=\"{}\"; {};;\n", path, flags, arguments);
}

constexpr auto bash_script = R"(# bash completion of gantry: source <(gantry completion bash)
_gantry() {{
  local IFS=$' \t\n' verb="" word flags="" choices="" places="" is_value="" i
  local current="${{COMP_WORDS[COMP_CWORD]}}" before="${{COMP_WORDS[COMP_CWORD-1]}}"
  # The shell takes --flag=text apart at the sign.
  if [[ "$current" == "=" ]]; then
    current=""
  elif [[ "$before" == "=" ]] && ((COMP_CWORD > 1)); then
    before="${{COMP_WORDS[COMP_CWORD-2]}}"
  fi
  for ((i = 1; i < COMP_CWORD; i++)); do
    word="${{COMP_WORDS[i]}}"
    case "${{verb:+$verb }}$word" in
      {paths}) verb="${{verb:+$verb }}$word" ;;
    esac
  done
  case "$verb $before" in
{values}  esac
  if [[ -z "$is_value" ]]; then
    case "$verb" in
{verbs}    esac
    # Flags are offered to who asks for them, or where nothing else can stand.
    if [[ "$current" == -* || -z "$choices$places" ]]; then
      choices="$flags"
      places=""
    fi
  fi
  COMPREPLY=($(compgen -W "$choices" -- "$current"))
  if [[ -n "$places" ]]; then
    IFS=$'\n' # names have blanks
    COMPREPLY=($(compgen "-$places" -- "$current"))
  fi
}}
complete -o filenames -F _gantry gantry
)";

void print_bash(const CLI::App& root) {
  completion_tables tables;
  collect(root, "", tables);
  fmt::print(bash_script, fmt::arg("paths", tables.paths), fmt::arg("values", tables.values),
             fmt::arg("verbs", tables.verbs));
}

void print_zsh(const CLI::App& root) {
  fmt::print("#compdef gantry\n# zsh completion of gantry: source <(gantry completion zsh)\n"
             "autoload -U +X bashcompinit && bashcompinit\n");
  print_bash(root);
  // A file of that name in zsh's own folder is run at the first question, which wants its answer.
  fmt::print("[[ \"${{funcstack[1]}}\" == _gantry ]] && _bash_complete -o filenames -F _gantry\n"
             "true\n");
}

} // namespace

void add_completion(CLI::App& app, globals& all) {
  auto* verb = app.add_subcommand("completion", "Print the completion script of a shell");
  const auto shell = std::make_shared<std::string>();
  auto* which = verb->add_option("shell", *shell, "which shell")->required();
  flag_types::take_one_of(*which, {"bash", "zsh"});
  verb->footer("Example: source <(gantry completion bash)");
  verb->callback([&app, &all, shell] {
    *shell == "bash" ? print_bash(app) : print_zsh(app);
    all.code = exit_done;
  });
}

} // namespace gantry::cli
