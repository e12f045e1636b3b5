#pragma once

#include "dsl/mapping/mapping.hpp"
#include "dsl/program.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gantry::dsl {

struct source_file {
  /// Relative to the root of the flows, with `/`: `contracts/erp.flow`. One that ends with `.csv`
  /// holds the rows of a table.
  std::string path;
  std::string text;
};

struct source_span {
  std::string file;
  std::uint32_t line = 0; ///< from 1
  std::uint32_t column = 0;
  std::uint32_t end_line = 0;
  std::uint32_t end_column = 0;
};

struct diagnostic {
  /// note: all is well, and this version does not run it (GF0123, once for each workflow)
  enum class severity : std::uint8_t { error, warning, note };
  std::string code; ///< `GF0203`; never changes meaning
  severity level = severity::error;
  source_span at;
  std::string message; ///< a sentence for a business analyst
  std::string help;    ///< what to write instead; may be empty
  struct note {
    source_span at;
    std::string message;
  };
  std::vector<note> notes;
};

struct compilation {
  /// One for each workflow that this version runs; empty when there are errors.
  std::vector<program_ptr> programs;
  std::size_t workflows = 0;           ///< all that were checked, those that are not run included
  std::vector<mapping_ptr> mappings;   ///< one for each mapping; empty when there are errors
  std::vector<diagnostic> diagnostics; ///< in order of file and line
  [[nodiscard]] bool has_errors() const;
  /// No errors, and a program for every workflow.
  [[nodiscard]] bool can_all_run() const;
};

/// The files that tables of a flow name (`from "units.csv"`), by their paths from the root of the
/// flows. Whoever compiles the flow hands them over beside it.
[[nodiscard]] std::vector<std::string> data_files_of(const source_file& flow);

/// What flows are judged by beside their texts. What is not given is not judged: an engine that
/// starts again on another day deploys what it deployed before.
struct circumstances {
  std::optional<timestamp> now; ///< calendars know the holidays of the year from here on
  /// Whether there is a file, by its path from the root of the flows: tests read some.
  std::function<bool(const std::string& path)> has_file;
};

/// Parses, checks and lowers a folder of flows. Pure: files were read by the caller.
/// Finds every mistake of every file in one run; nothing is half compiled.
[[nodiscard]] compilation compile(const std::vector<source_file>& files,
                                  const circumstances& judged_by = {});

/// `error`, `warning` or `note`.
[[nodiscard]] std::string_view to_string(diagnostic::severity level);

/// In the manner of rustc: code, span, caret, notes, help. `colour` for terminals.
[[nodiscard]] std::string render(const diagnostic& d, const std::vector<source_file>& files,
                                 bool colour);

/// One JSON object a line, as `gantry check --json` prints it.
[[nodiscard]] std::string to_json_line(const diagnostic& d);

/// Every default, policy clause, key and deadline that will apply, step by step: a text for each
/// workflow, those that this version does not run included. Nothing when there are errors.
[[nodiscard]] std::vector<std::string> explain(const std::vector<source_file>& files);

/// What the contracts, policies, types, tables, calendars and mappings of one file say, or those of
/// all files where `path` is empty: a text for each. Nothing when there are errors.
[[nodiscard]] std::vector<std::string> explain_declarations(const std::vector<source_file>& files,
                                                            std::string_view path);

/// What a code means, for those who read it elsewhere. Either may be empty.
struct rule_page {
  std::string title; ///< a line
  std::string text;  ///< Markdown: what is wrong, an example, and the mended one
  std::string uri;   ///< absolute, of the page itself
};

/// SARIF 2.1.0 of one check, for code hosts and editors; its rules say what their pages say. Files
/// are relative to `source_root`, an absolute folder, which is the base `SRCROOT`; absolute paths
/// stay what they are.
[[nodiscard]] std::string
to_sarif(const std::vector<diagnostic>& diagnostics, std::string_view version,
         std::string_view source_root,
         const std::function<rule_page(const std::string& code)>& page_of);

} // namespace gantry::dsl
