#include "cli/own_place.hpp"

#include <fstream>

namespace gantry::cli {

namespace fs = std::filesystem;

std::string typed_command() {
  std::ifstream in("/proc/self/cmdline", std::ios::binary);
  std::string command;
  std::getline(in, command, '\0');
  return command.empty() ? "gantry" : command;
}

fs::path own_place(const fs::path& name) {
  std::error_code failed;
  if (fs::exists(name, failed))
    return name;
  const auto program = fs::read_symlink("/proc/self/exe", failed);
  auto installed = program.parent_path().parent_path() / "share" / "gantry" / name;
  return !failed && fs::exists(installed, failed) ? installed : name;
}

} // namespace gantry::cli
