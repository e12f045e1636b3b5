#include "cli/settings/settings.hpp"

#include <cstdlib>
#include <fmt/format.h>
#include <fstream>
#include <iterator>

namespace gantry::cli {

result<std::string> resolve_secret(std::string_view reference, std::string_view where) {
  if (reference.empty())
    return std::string{};
  if (reference.substr(0, 4) == "env:") {
    const std::string variable(reference.substr(4));
    const char* set = std::getenv(variable.c_str());
    if (set == nullptr || *set == '\0')
      return fail(
          errc::config_invalid,
          fmt::format("{}: the variable {} that holds the secret is not set", where, variable),
          fmt::format("export {} before the engine starts", variable));
    return std::string(set);
  }
  if (reference.substr(0, 5) == "file:") {
    const std::string path(reference.substr(5));
    std::ifstream in(path, std::ios::binary);
    if (!in)
      return fail(errc::config_invalid,
                  fmt::format("{}: the file {} that holds the secret cannot be read", where, path));
    std::string secret{std::istreambuf_iterator<char>(in), {}};
    while (!secret.empty() && (secret.back() == '\n' || secret.back() == '\r'))
      secret.pop_back();
    return secret;
  }
  return fail(errc::config_invalid,
              fmt::format("{}: a secret does not stand in the settings file itself", where),
              "write env:NAME or file:PATH");
}

} // namespace gantry::cli
