#include "actors/counters.hpp"

#include <catch2/catch.hpp>

namespace gantry::tests {

namespace {

actors::statistics counted(std::vector<engine::fact> facts) {
  actors::counters count;
  count.count(facts);
  actors::statistics all;
  count.fill(all);
  return all;
}

engine::doubt_verified verdict(const std::string& word) {
  engine::doubt_verified found;
  found.verdict = word;
  return found;
}

engine::call_ended ended(const std::string& how) {
  engine::call_ended end;
  end.how = how;
  return end;
}

} // namespace

TEST_CASE("a doubt counts as resolved by a person when a person has adopted or denied the effect",
          "[unit][E5.10]") {
  CHECK(counted({verdict("adopted_by_hand")}).doubts_by_person == 1);
  CHECK(counted({verdict("declared_absent")}).doubts_by_person == 1);
  CHECK(counted({verdict("adopted")}).doubts_by_person == 0);
  CHECK(counted({verdict("adopted")}).doubts_found == 1);
  CHECK(counted({verdict("absent")}).doubts_absent == 1);
}

TEST_CASE("a call that a person ended was not in doubt for that", "[unit][E5.10]") {
  CHECK(counted({ended("by_hand"), ended("typed")}).doubts_by_person == 0);
  CHECK(counted({ended("by_hand"), ended("typed")}).steps_ended == 2);
}

} // namespace gantry::tests
