#include "bench/scratch_folder.hpp"

#include <cstdlib>
#include <string>
#include <system_error>

namespace gantry::bench {

namespace fs = std::filesystem;

scratch_folder::scratch_folder(const fs::path& below) {
  const auto place = below.empty() ? fs::temp_directory_path() : below;
  fs::create_directories(place);
  auto name = (place / "bench-XXXXXX").string();
  path_ = ::mkdtemp(name.data()) != nullptr ? fs::path(name) : place / "bench";
  fs::create_directories(engine());
}

scratch_folder::~scratch_folder() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
}

} // namespace gantry::bench
