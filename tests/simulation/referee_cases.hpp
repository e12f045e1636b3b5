#pragma once

#include "tests/simulation/referees/rules.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <utility>

/// Orders and calls as the tests of the referees begin with them.
namespace gantry::simulation {

inline seen_call once_call(const std::string& node = "made") {
  seen_call call;
  call.node = node;
  call.effect = dsl::effect_class::once;
  return call;
}

inline seen_order order_with(seen_call call) {
  seen_order order;
  order.key = "J-1";
  order.calls["K"] = std::move(call);
  return order;
}

inline seen_attempt attempt(engine::attempt_number number, const std::string& is,
                            bool settled = false) {
  seen_attempt made;
  made.number = number;
  made.is = is;
  made.settled = settled;
  return made;
}

inline bool has(const std::string& sentence, const std::string& part) {
  INFO(sentence);
  return sentence.find(part) != std::string::npos;
}

} // namespace gantry::simulation
