#include "dsl/base/error_codes.hpp"

#include <array>

namespace gantry {
namespace {
constexpr std::array entries{
#define GANTRY_ERROR_ENTRY(name, code, problem, status, title)                                     \
  error_entry{errc::name, code, problem, status, title},
    GANTRY_ERRORS(GANTRY_ERROR_ENTRY)
#undef GANTRY_ERROR_ENTRY
};
} // namespace

const error_entry& describe(errc id) {
  return entries[static_cast<std::size_t>(id)];
}

} // namespace gantry
