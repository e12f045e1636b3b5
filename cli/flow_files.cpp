#include "cli/flow_files.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <fstream>
#include <iterator>

namespace gantry::cli {
namespace {

namespace fs = std::filesystem;
constexpr std::size_t files_max = 1'000;
constexpr std::uintmax_t file_bytes_max = 1u << 20;

result<dsl::source_file> read_one(const fs::path& root, const fs::path& file) {
  std::error_code failed;
  const auto size = fs::file_size(file, failed);
  if (!failed && size > file_bytes_max)
    return fail(errc::too_large, fmt::format("the flow file {} has {} bytes, the limit is {}",
                                             file.string(), size, file_bytes_max));
  std::ifstream in(file, std::ios::binary);
  if (!in)
    return fail(errc::not_found, fmt::format("the flow file {} cannot be read", file.string()));
  return dsl::source_file{fs::relative(file, root, failed).generic_string(),
                          std::string{std::istreambuf_iterator<char>(in), {}}};
}

fs::path root_of(const fs::path& file) {
  for (auto folder = fs::absolute(file).parent_path(); folder.has_relative_path();
       folder = folder.parent_path())
    if (fs::is_directory(folder / "contracts") || fs::is_directory(folder / "types"))
      return folder;
  return fs::absolute(file).parent_path();
}

} // namespace

result<std::vector<dsl::source_file>> read_flow_files(const fs::path& place) {
  std::error_code failed;
  if (!fs::exists(place, failed))
    return fail(errc::not_found, fmt::format("there is no {} with flows", place.string()),
                "name the folder of the flows, or one flow file");
  const auto root = fs::is_directory(place, failed) ? place : root_of(place);
  std::vector<fs::path> found;
  for (auto entry = fs::recursive_directory_iterator(root, failed);
       !failed && entry != fs::recursive_directory_iterator(); entry.increment(failed))
    if (entry->is_regular_file() && entry->path().extension() == ".flow")
      found.push_back(entry->path());
  if (failed)
    return fail(errc::not_found,
                fmt::format("the folder {} cannot be read: {}", root.string(), failed.message()));
  if (found.size() > files_max)
    return fail(errc::too_large, fmt::format("{} has {} flow files, the limit is {}", root.string(),
                                             found.size(), files_max));
  std::sort(found.begin(), found.end());
  std::vector<dsl::source_file> files;
  for (const auto& file : found) {
    auto one = read_one(root, file);
    if (!one)
      return tl::unexpected(one.error());
    files.push_back(std::move(*one));
  }
  return files;
}

} // namespace gantry::cli
