#pragma once

#include "dsl/compile.hpp"

#include <cstddef>
#include <string_view>
#include <vector>

namespace gantry::dsl {

/// Walks a file byte by byte and knows line and column. What it has no characters for ends with
/// `\0`, which is no character of a flow, so look-ahead needs no bounds.
class source_reader {
public:
  struct mark {
    std::size_t offset = 0;
    std::uint32_t line = 1;
    std::uint32_t column = 1;
  };

  source_reader(const source_file& file, std::vector<diagnostic>& diagnostics)
      : file_(&file), diagnostics_(&diagnostics) {}

  [[nodiscard]] bool at_end() const { return at_.offset >= file_->text.size(); }
  [[nodiscard]] char peek(std::size_t ahead = 0) const {
    const std::size_t at = at_.offset + ahead;
    return at < file_->text.size() ? file_->text[at] : '\0';
  }
  [[nodiscard]] bool starts_with(std::string_view prefix) const {
    return std::string_view(file_->text).substr(at_.offset).starts_with(prefix);
  }
  void advance(std::size_t bytes = 1);
  /// Reads on from a place that was passed.
  void return_to(const mark& place) { at_ = place; }
  [[nodiscard]] const mark& here() const { return at_; }
  [[nodiscard]] std::string_view text_from(const mark& start) const {
    return std::string_view(file_->text).substr(start.offset, at_.offset - start.offset);
  }
  [[nodiscard]] std::string_view whole() const { return file_->text; }
  [[nodiscard]] source_span span_from(const mark& start) const;

  /// Reports a finding from `start` to here; after 100 of them the rest is dropped, since what
  /// follows is no flow.
  void report(std::string_view code, const mark& start, std::string message, std::string help = {});

private:
  static constexpr std::size_t findings_max = 100;
  const source_file* file_;
  std::vector<diagnostic>* diagnostics_;
  mark at_;
  std::size_t reported_ = 0;
};

} // namespace gantry::dsl
