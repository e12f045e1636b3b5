#include "gateway/api/error_catalogue.hpp"

#include <algorithm>

namespace gantry::gateway {
namespace {

constexpr std::string_view heading = "## ";
constexpr std::string_view fence = "```";
constexpr std::string_view indent = "    ";
constexpr std::string_view indented_end = "</pre>\n\n";

std::string_view take_line(std::string_view& text) {
  const auto end = std::min(text.find('\n'), text.size());
  const auto line = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return line;
}

void append_escaped(std::string& out, std::string_view text) {
  for (const char c : text) {
    if (c == '<')
      out += "&lt;";
    else if (c == '>')
      out += "&gt;";
    else if (c == '&')
      out += "&amp;";
    else
      out += c;
  }
}

/// Marks what stands between pairs of backticks and of double stars.
void append_inline(std::string& out, std::string_view text) {
  bool code = false;
  bool bold = false;
  while (!text.empty()) {
    if (text.front() == '`') {
      out += code ? "</code>" : "<code>";
      code = !code;
      text.remove_prefix(1);
    } else if (!code && text.starts_with("**")) {
      out += bold ? "</strong>" : "<strong>";
      bold = !bold;
      text.remove_prefix(2);
    } else {
      const auto end = std::min(text.find_first_of("`*", 1), text.size());
      append_escaped(out, text.substr(0, end));
      text.remove_prefix(end);
    }
  }
}

/// The block that the lines so far are in, and how to leave it.
class block_writer {
public:
  explicit block_writer(std::string& out) : out_(out) {}

  void line(std::string_view line) {
    if (line.starts_with(fence))
      return fenced_ ? leave() : enter("<pre>", "</pre>\n", true);
    if (fenced_) {
      append_escaped(out_, line);
      out_ += '\n';
      return;
    }
    if (line.empty())
      return leave();
    if (line.starts_with(indent)) {
      if (closing_ != indented_end)
        enter("<pre>", indented_end, false);
      append_escaped(out_, line.substr(indent.size()));
      out_ += '\n';
      return;
    }
    const bool item = line.starts_with("- ");
    if (item && closing_ != "</li></ul>\n")
      enter("<ul><li>", "</li></ul>\n", false);
    else if (item)
      out_ += "</li><li>";
    else if (closing_.empty())
      enter("<p>", "</p>\n", false);
    else
      out_ += ' ';
    append_inline(out_, item ? line.substr(2) : line);
  }
  void leave() {
    out_ += closing_;
    closing_ = {};
    fenced_ = false;
  }

private:
  void enter(std::string_view opening, std::string_view closing, bool fenced) {
    leave();
    out_ += opening;
    closing_ = closing;
    fenced_ = fenced;
  }

  std::string& out_;
  std::string_view closing_;
  bool fenced_ = false;
};

} // namespace

std::vector<catalogue_section> catalogue_sections(std::string_view catalogue) {
  std::vector<catalogue_section> sections;
  const char* begin = nullptr;
  while (!catalogue.empty()) {
    const char* start = catalogue.data();
    const auto line = take_line(catalogue);
    if (!line.starts_with(heading))
      continue;
    if (begin != nullptr)
      sections.back().text = {begin, static_cast<std::size_t>(start - begin)};
    sections.push_back({line.substr(heading.size()), {}});
    begin = catalogue.data();
  }
  if (begin != nullptr)
    sections.back().text = {begin, static_cast<std::size_t>(catalogue.data() - begin)};
  return sections;
}

std::string html_page(std::string_view title, std::string_view markdown) {
  std::string out = "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>";
  append_escaped(out, title);
  out += "</title><style>body{font:16px/1.5 sans-serif;max-width:44em;margin:2em auto;padding:0 "
         "1em}pre,code{background:#f2f2f2}pre{padding:.6em;overflow:auto}</style></head><body><h1>";
  append_escaped(out, title);
  out += "</h1>\n";
  block_writer blocks{out};
  while (!markdown.empty())
    blocks.line(take_line(markdown));
  blocks.leave();
  out += "</body></html>\n";
  return out;
}

} // namespace gantry::gateway
