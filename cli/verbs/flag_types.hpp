#pragma once

#include "cli/settings/settings.hpp"

#include <CLI/CLI.hpp>

#include <cstdint>
#include <string>
#include <vector>

/// What the text of a flag has to be. It is told before anything is sent, with the flag's name, as
/// a mistake of usage; the engine would refuse most of it too, but in the words of its own API.
namespace gantry::cli::flag_types {

[[nodiscard]] CLI::Validator span();           ///< `30s`
[[nodiscard]] CLI::Validator moment();         ///< `2026-12-01T18:00:00Z`
[[nodiscard]] CLI::Validator span_or_moment(); ///< either
[[nodiscard]] CLI::Validator not_blank();
[[nodiscard]] CLI::Validator number(std::int64_t least, std::int64_t most);
[[nodiscard]] CLI::Validator json();
[[nodiscard]] CLI::Validator json_object();
[[nodiscard]] CLI::Validator label(); ///< `NAME=TEXT`
[[nodiscard]] CLI::Validator url();
[[nodiscard]] CLI::Validator address(); ///< `127.0.0.1:7500`
/// `ORDER/NUMBER`, as `gantry incidents` prints it.
[[nodiscard]] CLI::Validator incident();
[[nodiscard]] CLI::Validator setting(const setting_definition& definition);

/// The option takes one of these words; help and completion show them.
void take_one_of(CLI::Option& option, std::vector<std::string> words);
/// Those words, empty for all other options.
[[nodiscard]] std::vector<std::string> words_of(const CLI::Option& option);

} // namespace gantry::cli::flag_types
