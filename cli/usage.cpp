#include "cli/usage.hpp"

#include "cli/terminal.hpp"
#include "dsl/syntax/parse/words.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace gantry::cli {
namespace {

/// How far the words of a command can be followed.
struct way {
  const CLI::App* verb = nullptr;
  std::string path = "gantry";
  std::string unknown_verb, unknown_flag;
};

std::vector<std::string> verbs_of(const CLI::App& at) {
  std::vector<std::string> names;
  for (const auto* verb : at.get_subcommands([](const CLI::App*) { return true; }))
    names.push_back(verb->get_name());
  return names;
}

std::vector<std::string> flags_of(const CLI::App& at) {
  std::vector<std::string> names;
  for (const auto* option : at.get_options())
    for (const auto& name : option->get_lnames())
      names.push_back("--" + name);
  return names;
}

bool is_flag(const std::string& word) {
  return word.size() > 1 && word.front() == '-';
}

way follow(const CLI::App& root, const std::vector<std::string>& words) {
  way found;
  found.verb = &root;
  for (std::size_t i = 0; i < words.size() && words[i] != "--"; ++i) {
    const auto& word = words[i];
    if (is_flag(word)) {
      const auto equals = word.find('=');
      const auto* option = found.verb->get_option_no_throw(word.substr(0, equals));
      if (option == nullptr && found.unknown_flag.empty())
        found.unknown_flag = word.substr(0, equals);
      else if (option != nullptr && option->get_items_expected_max() > 0 &&
               equals == std::string::npos)
        ++i; // its value
    } else if (const auto verbs = verbs_of(*found.verb); !verbs.empty()) {
      if (std::find(verbs.begin(), verbs.end(), word) == verbs.end()) {
        found.unknown_verb = word;
        break;
      }
      found.verb = found.verb->get_subcommand(word);
      found.path += " " + word;
    }
  }
  return found;
}

/// `--bindngs`, and not `-x` or `--1`, which begin an expression.
bool is_like_a_flag(const std::string& word) {
  return word.size() > 3 && word.starts_with("--") &&
         std::all_of(word.begin() + 2, word.end(),
                     [](char c) { return ('a' <= c && c <= 'z') || c == '-'; });
}

/// `--sarif excludes --json` in words that say what to do.
std::string told_together(std::string why) {
  static constexpr std::string_view between = " excludes ";
  const auto at = why.find(between);
  if (at != std::string::npos)
    why.replace(at, between.size(), " and ");
  return why + " cannot be given together";
}

void print(const std::string& message, const std::string& help) {
  fmt::print(stderr, "{}: {}\n  {} {}\n", paint(stderr, tint::red, "error"), message,
             paint(stderr, tint::blue, "help:"), help);
}

} // namespace

std::vector<std::string> words_of_command(int argc, char** argv) {
  std::vector<std::string> words(argv + std::min(argc, 1), argv + argc);
  for (auto& word : words) {
    if (word == "--")
      break;
    if (word.starts_with("--"))
      std::replace(word.begin(),
                   word.begin() +
                       static_cast<std::ptrdiff_t>(std::min(word.find('='), word.size())),
                   '_', '-');
  }
  return words;
}

void explain_usage(const CLI::App& root, const std::vector<std::string>& words,
                   const CLI::ParseError& why) {
  const auto at = follow(root, words);
  const auto verbs = verbs_of(*at.verb);
  const auto all = fmt::format("`{} --help` explains what there is", at.path);
  const auto suggest = [&](const std::string& near) {
    return near.empty() ? all : fmt::format("did you mean `{}`? {}", near, all);
  };
  if (!at.unknown_verb.empty())
    return print(fmt::format("`{}` has no verb `{}`; there are {}", at.path, at.unknown_verb,
                             fmt::join(verbs, ", ")),
                 suggest(dsl::words::nearest(at.unknown_verb, verbs)));
  const bool is_expression = at.verb->get_name() == "eval";
  if (is_expression && !at.unknown_flag.empty() && !is_like_a_flag(at.unknown_flag))
    return print(fmt::format("`{}` has no flag `{}`", at.path, at.unknown_flag),
                 fmt::format("an expression that begins with `-` stands behind `--`: {} -- '{}'",
                             at.path, at.unknown_flag));
  if (!at.unknown_flag.empty())
    return print(fmt::format("`{}` has no flag `{}`", at.path, at.unknown_flag),
                 suggest(dsl::words::nearest(at.unknown_flag, flags_of(*at.verb))));
  if (at.verb->get_require_subcommand_min() > 0)
    return print(fmt::format("`{}` needs a verb: {}", at.path, fmt::join(verbs, ", ")), all);
  if (is_expression && dynamic_cast<const CLI::ExtrasError*>(&why) != nullptr)
    return print("an expression is one argument, and several are given",
                 fmt::format("put it into quotes: {} '5min + 1h'", at.path));
  if (dynamic_cast<const CLI::ExtrasError*>(&why) != nullptr) {
    const std::string text = why.what();
    const auto from = text.rfind(": ");
    return print(from == std::string::npos
                     ? text
                     : fmt::format("`{}` does not take `{}`", at.path, text.substr(from + 2)),
                 all);
  }
  if (dynamic_cast<const CLI::ExcludesError*>(&why) != nullptr)
    return print(told_together(why.what()), "take one of the two; " + all);
  print(why.what(), all);
}

} // namespace gantry::cli
