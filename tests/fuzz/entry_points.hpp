#pragma once

#include <span>
#include <string>
#include <string_view>

/// The ways into the pure rooms for texts that nobody has looked at yet. Each takes any bytes, does
/// with them what the program would do, and says what does not hold of the outcome; empty: all of
/// it holds. libFuzzer and the mutations of `make test` come in here alike.
namespace gantry::fuzz {

/// Tokens and comments cover the file without a gap, in order, inside of it.
[[nodiscard]] std::string run_lexer(std::string_view input);
/// What parses is laid out, parses again to the same words and comments, and stays as it is then.
[[nodiscard]] std::string run_parser(std::string_view input);
/// `main.flow` beside the types and contracts that it imports: every mistake has a code, a place in
/// the file and a sentence; with an error nothing is compiled, without one all is explained.
[[nodiscard]] std::string run_checker(std::string_view input);
/// An expression over a typed document: its text reads back, its value has the type that was
/// promised, and is the same again.
[[nodiscard]] std::string run_evaluator(std::string_view input);
/// A document through the mappings of the project: an order or a reason, and a trace that agrees.
[[nodiscard]] std::string run_mapping(std::string_view input);
/// What is read is written, and read again equal.
[[nodiscard]] std::string run_json(std::string_view input);
/// An interchange through its channel: orders, findings, and a 997 that can be read.
[[nodiscard]] std::string run_x12(std::string_view input);

/// The file of a table: rows, or mistakes at cells of it; a list of one row is that row.
[[nodiscard]] std::string run_table(std::string_view input);

struct entry_point {
  std::string_view name; ///< also of its folder in corpus/
  std::string (*run)(std::string_view input);
  std::string_view words; ///< file in words/: what its texts are made of, as libFuzzer reads it
};

[[nodiscard]] std::span<const entry_point> entry_points();
/// Null when there is none of this name.
[[nodiscard]] const entry_point* entry_point_named(std::string_view name);

} // namespace gantry::fuzz
