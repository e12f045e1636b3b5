#include "cli/written_output.hpp"

#include <cerrno>
#include <cstdio>
#include <fmt/format.h>
#include <iostream>

namespace gantry::cli {

std::error_code finish_output() {
  errno = 0;
  std::cout.flush();
  const bool is_written =
      static_cast<bool>(std::cout) && std::fflush(stdout) == 0 && std::ferror(stdout) == 0;
  return is_written ? std::error_code{}
                    : std::error_code{errno == 0 ? EIO : errno, std::generic_category()};
}

std::optional<error> output_failure(const std::error_code& why) {
  if (why.value() == EPIPE)
    return std::nullopt;
  return error{errc::bad_argument,
               fmt::format("the output could not be written to its end: {}", why.message()),
               "make room where it goes to, or send it elsewhere; what was printed is incomplete",
               {}};
}

} // namespace gantry::cli
