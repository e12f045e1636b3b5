#include "tests/dsl/pages.hpp"

#include <fstream>
#include <string_view>

namespace gantry::tests {

namespace {

/// The indented lines behind a line that announces them.
class block_reader {
public:
  void open(std::string& into) {
    into_ = &into;
    into.clear();
    empty_ = 0;
  }
  void close() { into_ = nullptr; }
  /// Whether the line belongs to the block.
  bool take(const std::string& line) {
    if (into_ == nullptr)
      return false;
    if (line.empty()) {
      ++empty_;
      return true;
    }
    if (!line.starts_with("    ")) {
      close();
      return false;
    }
    if (!into_->empty())
      into_->append(empty_, '\n');
    empty_ = 0;
    *into_ += line.substr(4) + "\n";
    return true;
  }

private:
  std::string* into_ = nullptr;
  std::size_t empty_ = 0;
};

} // namespace

std::vector<error_page> pages() {
  std::ifstream in(std::string{GANTRY_SOURCE_DIR} + "/docs/errors.md");
  std::vector<error_page> all;
  block_reader block;
  for (std::string line; std::getline(in, line);) {
    if (line.starts_with("## ")) {
      block.close();
      if (line.starts_with("## GF"))
        all.push_back({line.substr(3), {}, {}});
      continue;
    }
    if (all.empty() || block.take(line))
      continue;
    if (line == "Example:")
      block.open(all.back().example);
    else if (line == "Mended:")
      block.open(all.back().mended);
  }
  return all;
}

std::string declarations_of_pages() {
  std::ifstream in(std::string{GANTRY_SOURCE_DIR} + "/docs/errors.md");
  std::string text;
  block_reader block;
  for (std::string line; std::getline(in, line) && !line.starts_with("## ");) {
    if (!block.take(line) && line.ends_with("beside these declarations:"))
      block.open(text);
  }
  return text;
}

} // namespace gantry::tests
