#include "cli/scaffold/scaffold.hpp"

#include "dsl/base/ascii.hpp"
#include "dsl/compile.hpp"
#include "dsl/format/format_flow.hpp"
#include "dsl/syntax/parse/words.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace gantry::cli::scaffold {
namespace {

bool is_small(char c) {
  return c >= 'a' && c <= 'z';
}
bool is_capital(char c) {
  return c >= 'A' && c <= 'Z';
}
bool is_figure(char c) {
  return c >= '0' && c <= '9';
}

/// `OrderToCash` of `order_to_cash`.
std::string type_name_of(std::string_view name) {
  std::string type;
  bool begins = true;
  for (const char c : name) {
    if (c != '_')
      type += begins && is_small(c) ? static_cast<char>(c - 'a' + 'A') : c;
    begins = c == '_';
  }
  return type;
}

std::string filled_in(std::string text, std::string_view mark, std::string_view by) {
  for (auto at = text.find(mark); at != std::string::npos; at = text.find(mark, at + by.size()))
    text.replace(at, mark.size(), by);
  return text;
}

/// A name can still be that of a parameter or of something that is built in.
result<void> must_check(const std::string& name, const made_file& file) {
  const auto compiled = dsl::compile({{file.path, file.text}});
  if (compiled.diagnostics.empty())
    return {};
  return fail(errc::bad_argument,
              fmt::format("{} cannot be the name: {}", name, compiled.diagnostics.front().message),
              "choose another name");
}

} // namespace

bool is_name(std::string_view text) {
  return !text.empty() && text.size() <= 60 && is_small(text.front()) &&
         std::all_of(text.begin(), text.end(),
                     [](char c) { return is_small(c) || is_figure(c) || c == '_'; }) &&
         !dsl::words::is_reserved(text);
}

std::string name_like(std::string_view text) {
  std::string name;
  char before = '_';
  for (const char c : text) {
    if (is_capital(c) && is_small(before))
      name += '_';
    before = c;
    if (is_capital(c))
      name += static_cast<char>(c - 'A' + 'a');
    else if (is_small(c) || (is_figure(c) && !name.empty()))
      name += c;
    else if (!name.empty() && name.back() != '_')
      name += '_';
  }
  while (!name.empty() && name.back() == '_')
    name.pop_back();
  if (dsl::words::is_reserved(name))
    name += "_flow";
  return is_name(name) ? name : "my_flow";
}

result<made_file> make(std::string_view what, const std::string& name) {
  made_file file;
  std::string_view pattern;
  if (what == "contract") {
    pattern = contract_template();
    file = {"contracts/" + name + ".flow", {}, "gantry check {file}\n"};
  } else if (what == "mapping") {
    pattern = mapping_template();
    file = {"mappings/" + name + ".flow",
            {},
            "gantry check {file}\n"
            "gantry map {name} DOCUMENT.json --flows {folder}\n"};
  } else {
    pattern = flow_template();
    file = {name + ".flow",
            {},
            "gantry check --explain {file}\n"
            "gantry graph {file} --output {name}.svg\n"};
  }
  const auto text =
      filled_in(filled_in(std::string(pattern), "{name}", name), "{Type}", type_name_of(name));
  std::vector<dsl::diagnostic> found;
  file.text = dsl::format_flow({file.path, text}, found).value_or(text);
  if (const auto fits = must_check(name, file); !fits)
    return tl::unexpected(fits.error());
  return file;
}

} // namespace gantry::cli::scaffold
