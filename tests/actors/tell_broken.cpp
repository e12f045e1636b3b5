#include "tests/actors/engine_rig.hpp"

#include <catch2/catch.hpp>

namespace gantry::tests {

void tell_broken(const std::string& what) {
  FAIL_CHECK(what);
}

} // namespace gantry::tests
