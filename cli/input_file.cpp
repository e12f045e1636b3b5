#include "cli/input_file.hpp"

#include <array>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

namespace gantry::cli {
namespace {

/// Closes what was opened; standard input is not ours to close.
class open_input {
public:
  explicit open_input(const std::string& place)
      : is_file_(place != "-"),
        descriptor_(is_file_ ? ::open(place.c_str(), O_RDONLY | O_CLOEXEC) : STDIN_FILENO) {}
  ~open_input() {
    if (is_file_ && descriptor_ >= 0)
      ::close(descriptor_);
  }
  open_input(const open_input&) = delete;
  open_input& operator=(const open_input&) = delete;

  [[nodiscard]] int descriptor() const { return descriptor_; }

private:
  bool is_file_;
  int descriptor_;
};

auto cannot_read(const std::string& place, int number) {
  if (number == ENOENT || number == ENOTDIR)
    return fail(errc::not_found, fmt::format("there is no file {}", place),
                "look at its name and at the folder you are in; - reads standard input");
  return fail(errc::not_found,
              fmt::format("the file {} cannot be read: {}", place, std::strerror(number)),
              number == EACCES ? "ask for the right to read it, or hand it in as who may"
                               : "look at the disk that it lies on");
}

result<std::string> read_whole(int descriptor, const std::string& place, std::size_t bytes_max) {
  std::string text;
  std::array<char, 65'536> piece{};
  for (;;) {
    const auto count = ::read(descriptor, piece.data(), piece.size());
    if (count < 0 && errno == EINTR)
      continue;
    if (count < 0)
      return cannot_read(place, errno);
    if (count == 0)
      return text;
    text.append(piece.data(), static_cast<std::size_t>(count));
    if (text.size() > bytes_max)
      return fail(errc::too_large,
                  fmt::format("{} has more than {} MiB, which is more than is taken at once",
                              place == "-" ? "standard input" : place, bytes_max >> 20),
                  "hand it in in parts");
  }
}

} // namespace

result<std::string> read_input_file(const std::string& place, std::size_t bytes_max) {
  const open_input in(place);
  if (in.descriptor() < 0)
    return cannot_read(place, errno);
  struct stat about {};
  if (::fstat(in.descriptor(), &about) == 0 && S_ISDIR(about.st_mode))
    return fail(errc::bad_argument, fmt::format("{} is a folder", place),
                fmt::format("name its files: {}/*", place));
  auto text = read_whole(in.descriptor(), place, bytes_max);
  if (text && text->empty())
    return fail(errc::bad_argument,
                place == "-" ? std::string("standard input is empty")
                             : fmt::format("the file {} is empty", place),
                place == "-" ? "pipe a document into it, or name a file"
                             : "look whether it was written to its end");
  return text;
}

} // namespace gantry::cli
