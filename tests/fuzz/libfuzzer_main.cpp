// One program an entry point: GANTRY_ENTRY_POINT names it.
#include "tests/fuzz/entry_points.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto* entry = gantry::fuzz::entry_point_named(GANTRY_ENTRY_POINT);
  const auto wrong = entry->run({reinterpret_cast<const char*>(data), size});
  if (!wrong.empty()) {
    std::fprintf(stderr, "%s: %s\n", GANTRY_ENTRY_POINT, wrong.c_str());
    std::abort();
  }
  return 0;
}
