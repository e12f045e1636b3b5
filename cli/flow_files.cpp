#include "cli/flow_files.hpp"

#include "dsl/base/utf8.hpp"
#include "dsl/limits.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <fstream>
#include <iterator>
#include <set>
#include <sstream>

namespace gantry::cli {
namespace {

namespace fs = std::filesystem;
using dsl::limits::file_bytes;

result<dsl::source_file> read_one(const fs::path& root, const fs::path& file) {
  auto text = read_flow_text(file);
  if (!text)
    return tl::unexpected(text.error());
  std::error_code failed;
  return dsl::source_file{fs::relative(file, root, failed).generic_string(), std::move(*text)};
}

bool is_root(const fs::path& folder) {
  std::error_code failed;
  return fs::is_directory(folder / "contracts", failed) ||
         fs::is_directory(folder / "types", failed);
}

/// Paths that a flow imports. What else is wrong with the lines is the parser's to tell.
std::vector<std::string> imports_of(const std::string& text) {
  static constexpr std::string_view word = "import";
  std::vector<std::string> paths;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    const auto begin = line.find_first_not_of(" \t");
    if (begin == std::string::npos || line.compare(begin, word.size(), word) != 0)
      continue;
    const auto open = line.find('"', begin);
    const auto close = open == std::string::npos ? open : line.find('"', open + 1);
    const fs::path path =
        close == std::string::npos ? "" : fs::path(line.substr(open + 1, close - open - 1));
    // What lies outside of the root is no flow of it, and nobody reads it.
    const auto inside = path.lexically_normal();
    if (!path.empty() && !path.is_absolute() && *inside.begin() != "..")
      paths.push_back(path.string());
  }
  return paths;
}

/// Adds the files of their tables that exist, and puts all in the order of their paths.
result<std::vector<dsl::source_file>> with_data(const fs::path& root,
                                                std::vector<dsl::source_file> flows) {
  std::set<std::string> paths;
  for (const auto& flow : flows)
    for (auto& path : dsl::data_files_of(flow))
      paths.insert(std::move(path));
  for (const auto& path : paths) {
    std::error_code failed;
    if (!fs::is_regular_file(root / path, failed))
      continue;
    auto one = read_one(root, root / path);
    if (!one)
      return tl::unexpected(one.error());
    flows.push_back(std::move(*one));
  }
  std::sort(flows.begin(), flows.end(),
            [](const auto& a, const auto& b) { return a.path < b.path; });
  return flows;
}

/// The file and, from it on, every file that is imported and exists.
result<std::vector<dsl::source_file>> read_with_imports(const fs::path& root,
                                                        const fs::path& file) {
  std::vector<dsl::source_file> files;
  std::vector<fs::path> left{file};
  std::set<fs::path> seen;
  while (!left.empty()) {
    const auto next = left.back();
    left.pop_back();
    std::error_code failed;
    if (!seen.insert(fs::weakly_canonical(next, failed)).second ||
        !fs::is_regular_file(next, failed))
      continue;
    if (files.size() > dsl::limits::files)
      break; // one too many, which is told as such
    auto one = read_one(root, next);
    if (!one)
      return tl::unexpected(one.error());
    if (one->text.size() <= file_bytes)
      for (const auto& path : imports_of(one->text))
        left.push_back(root / path);
    files.push_back(std::move(*one));
  }
  return with_data(root, std::move(files));
}

} // namespace

result<std::string> read_flow_text(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in)
    return fail(errc::not_found, fmt::format("the file {} cannot be read", file.string()),
                "name flow files, folders of them, or - for standard input");
  std::string text(file_bytes + 1, '\0');
  in.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(in.gcount()));
  text.shrink_to_fit();
  return text;
}

result<std::vector<fs::path>> flows_below(const fs::path& root) {
  std::error_code failed;
  std::vector<fs::path> found;
  for (auto entry = fs::recursive_directory_iterator(root, failed);
       !failed && entry != fs::recursive_directory_iterator(); entry.increment(failed))
    if (entry->is_regular_file() && entry->path().extension() == ".flow")
      found.push_back(entry->path());
  if (failed)
    return fail(errc::not_found,
                fmt::format("the folder {} cannot be read: {}", root.string(), failed.message()));
  if (found.empty())
    return fail(errc::flow_invalid,
                fmt::format("{} holds no workflow: there is no .flow file in it", root.string()));
  std::sort(found.begin(), found.end());
  return found;
}

namespace {

std::string harmless(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const auto length = utf8_length(text);
    const auto first = static_cast<unsigned char>(text.front());
    const bool acts =
        length == 1 && ((first < 0x20 && first != '\t' && first != '\n') || first == 0x7F);
    if (length == 0 || acts)
      out += '?'; // one for one, so that columns stay where they are
    else
      out += text.substr(0, length);
    text.remove_prefix(std::max<std::size_t>(length, 1));
  }
  return out;
}

} // namespace

fs::path flow_root(const fs::path& place) {
  std::error_code failed;
  if (fs::is_directory(place, failed))
    return place;
  auto root = fs::absolute(place).parent_path();
  for (auto folder = root; folder.has_relative_path(); folder = folder.parent_path())
    if (is_root(folder)) {
      root = folder;
      break;
    }
  return place.is_absolute() ? root : fs::relative(root, failed);
}

result<std::vector<dsl::source_file>> read_flow_files(const fs::path& place) {
  std::error_code failed;
  if (place.empty())
    return fail(errc::not_found, "the name of the folder with the flows is empty",
                "name the folder of the flows, or one flow file");
  if (place == "-")
    return fail(errc::not_found,
                "flows are not read from standard input: imports start at a folder",
                "name the folder of the flows, or one flow file; gantry fmt - lays out one text");
  if (!fs::exists(place, failed))
    return fail(errc::not_found,
                fmt::format("there is no folder and no file {} with flows", place.string()),
                "name the folder of the flows, or one flow file");
  const auto root = flow_root(place);
  if (!fs::is_directory(place, failed))
    return read_with_imports(root, place);
  const auto found = flows_below(root);
  if (!found)
    return tl::unexpected(found.error());
  std::vector<dsl::source_file> files;
  for (const auto& file : *found) {
    if (files.size() > dsl::limits::files)
      break; // one too many, which is told as such
    auto one = read_one(root, file);
    if (!one)
      return tl::unexpected(one.error());
    files.push_back(std::move(*one));
  }
  return with_data(root, std::move(files));
}

shown_diagnostics as_shown(const dsl::compilation& compiled,
                           const std::vector<dsl::source_file>& files, const fs::path& place) {
  const auto root = flow_root(place);
  auto diagnostics = compiled.diagnostics;
  auto seen_files = files;
  const auto seen = [&](std::string& path) {
    if (!path.empty())
      path = (root / path).lexically_normal().generic_string();
  };
  for (auto& file : seen_files)
    seen(file.path);
  for (auto& d : diagnostics) {
    seen(d.at.file);
    for (auto& note : d.notes)
      seen(note.at.file);
  }
  return made_harmless(std::move(diagnostics), std::move(seen_files));
}

shown_diagnostics made_harmless(std::vector<dsl::diagnostic> diagnostics,
                                std::vector<dsl::source_file> files) {
  shown_diagnostics shown{std::move(diagnostics), std::move(files)};
  for (auto& file : shown.files)
    file = {harmless(file.path), harmless(file.text)};
  for (auto& d : shown.diagnostics) {
    d.at.file = harmless(d.at.file);
    d.message = harmless(d.message);
    d.help = harmless(d.help);
    for (auto& note : d.notes) {
      note.at.file = harmless(note.at.file);
      note.message = harmless(note.message);
    }
  }
  return shown;
}

} // namespace gantry::cli
