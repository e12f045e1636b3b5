#pragma once

#include <CLI/CLI.hpp>

#include <string>
#include <vector>

namespace gantry::cli {

/// What stands behind `gantry`, with `--open_orders_max` written as the flag `--open-orders-max`:
/// settings have underscores in files, and people carry them over.
[[nodiscard]] std::vector<std::string> words_of_command(int argc, char** argv);

/// Says what is wrong with a command that could not be read, with the nearest verb or flag and the
/// help that explains it, on standard error.
void explain_usage(const CLI::App& root, const std::vector<std::string>& words,
                   const CLI::ParseError& why);

} // namespace gantry::cli
