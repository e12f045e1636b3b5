#pragma once

#include "dsl/program.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace gantry::dsl {

struct source_file {
  std::string path; ///< relative to the root of the flows, with `/`: `contracts/erp.flow`
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
  enum class severity : std::uint8_t { error, warning };
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
  std::vector<program_ptr> programs;   ///< one for each workflow; empty when there are errors
  std::vector<diagnostic> diagnostics; ///< in order of file and line
  [[nodiscard]] bool has_errors() const;
};

/// Parses, checks and lowers a folder of flows. Pure: files were read by the caller.
/// Finds every mistake of every file in one run; nothing is half compiled.
[[nodiscard]] compilation compile(const std::vector<source_file>& files);

/// In the manner of rustc: code, span, caret, notes, help. `colour` for terminals.
[[nodiscard]] std::string render(const diagnostic& d, const std::vector<source_file>& files,
                                 bool colour);

/// One JSON object a line, as `gantry check --json` prints it.
[[nodiscard]] std::string to_json_line(const diagnostic& d);

/// Every default, policy clause and deadline that will apply, step by step.
[[nodiscard]] std::string explain(const program& p);

} // namespace gantry::dsl
