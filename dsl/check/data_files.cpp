#include "dsl/check/data_files.hpp"

#include "dsl/compile.hpp"
#include "dsl/syntax/parse/parse_file.hpp"

#include <algorithm>
#include <vector>

namespace gantry::dsl {

bool is_data_file(std::string_view path) {
  return path.ends_with(".csv");
}

std::optional<std::string> data_path(std::string_view flow, std::string_view named) {
  if (!is_data_file(named) || named.starts_with('/') ||
      named.find_first_of("\\:") != std::string_view::npos)
    return std::nullopt;
  const auto slash = flow.rfind('/');
  std::string whole(slash == std::string_view::npos ? "" : flow.substr(0, slash + 1));
  whole += named;
  std::vector<std::string> parts;
  for (std::size_t at = 0; at <= whole.size();) {
    const auto end = std::min(whole.find('/', at), whole.size());
    const auto part = whole.substr(at, end - at);
    at = end + 1;
    if (part.empty() || part == ".")
      continue;
    if (part != "..") {
      parts.push_back(part);
      continue;
    }
    if (parts.empty())
      return std::nullopt;
    parts.pop_back();
  }
  std::string path;
  for (const auto& part : parts)
    path += (path.empty() ? "" : "/") + part;
  return path;
}

std::vector<std::string> data_files_of(const source_file& flow) {
  std::vector<std::string> paths;
  if (is_data_file(flow.path) || flow.text.find(".csv") == std::string::npos)
    return paths;
  std::vector<diagnostic> told; // by the check
  for (const syntax::table& table : parse_file(flow, told).tables)
    if (table.file)
      if (auto path = data_path(flow.path, table.file->path))
        paths.push_back(std::move(*path));
  return paths;
}

} // namespace gantry::dsl
