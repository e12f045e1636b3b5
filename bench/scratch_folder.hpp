#pragma once

#include <filesystem>

namespace gantry::bench {

/// A new folder below the given one (an empty path: below that of temporary files), gone with its
/// owner. `engine/` in it is there.
class scratch_folder {
public:
  explicit scratch_folder(const std::filesystem::path& below);
  ~scratch_folder();
  scratch_folder(const scratch_folder&) = delete;
  scratch_folder& operator=(const scratch_folder&) = delete;

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }
  [[nodiscard]] std::filesystem::path engine() const { return path_ / "engine"; }

private:
  std::filesystem::path path_;
};

} // namespace gantry::bench
