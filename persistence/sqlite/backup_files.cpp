#include "persistence/sqlite/backup_files.hpp"

#include <cerrno>
#include <fcntl.h>
#include <unistd.h>

namespace gantry::persistence {

namespace {

namespace fs = std::filesystem;

std::error_code sync(const fs::path& what, int flags) {
  const int descriptor = ::open(what.c_str(), flags | O_CLOEXEC);
  if (descriptor < 0)
    return {errno, std::generic_category()};
  const int failed = ::fsync(descriptor) == 0 ? 0 : errno;
  ::close(descriptor);
  return {failed, std::generic_category()};
}

class real_files final : public backup_files {
public:
  bool exists(const fs::path& file) override {
    std::error_code unknown;
    return fs::exists(file, unknown);
  }
  std::uint64_t room_in_made_folder(const fs::path& folder, std::error_code& failed) override {
    fs::create_directories(folder, failed);
    return failed ? 0 : fs::space(folder, failed).available;
  }
  void remove(const fs::path& file) override {
    std::error_code ignored;
    fs::remove(file, ignored);
  }
  std::error_code put_on_disk(const fs::path& file) override { return sync(file, O_RDWR); }
  std::error_code rename(const fs::path& from, const fs::path& to) override {
    std::error_code failed;
    fs::rename(from, to, failed);
    return failed;
  }
  std::error_code put_names_on_disk(const fs::path& folder) override {
    return sync(folder, O_RDONLY | O_DIRECTORY);
  }
};

} // namespace

std::shared_ptr<backup_files> real_backup_files() {
  return std::make_shared<real_files>();
}

} // namespace gantry::persistence
