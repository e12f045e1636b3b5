#include "tests/crash/expected_end.hpp"

#include <catch2/catch.hpp>

namespace gantry::crash {
namespace {

order_end ended(const std::string& status, const std::string& held = {},
                const std::string& waiting_for = {}, const std::string& sentence = {}) {
  order_end end;
  end.row.key = "portal/portal/1";
  end.row.status = status;
  end.row.held = held;
  end.row.waiting_for = waiting_for;
  end.sentence = sentence;
  return end;
}

bool is_accepted(const std::string& reason, const order_end& end) {
  return difference({"1", sandbox::order_outcome::held, reason}, end).empty();
}

} // namespace

TEST_CASE("the crash test accepts the one end that the flow gives each order") {
  CHECK(is_accepted("", ended("completed")));
  CHECK(is_accepted("unknown_account", ended("rejected", "", "", "no such account: C-8123")));
  CHECK(
      is_accepted("account_blocked", ended("rejected", "", "", "the account is blocked: dunning")));
  CHECK(is_accepted("out_of_stock", ended("waiting", "", "retry of reserve")));
  CHECK(is_accepted("over_credit",
                    ended("held", "flow", "hold", "over the credit limit: 119.40 against 100.00")));
}

TEST_CASE("the crash test refuses an order that ended otherwise, or for another cause") {
  CHECK_FALSE(is_accepted("over_credit", ended("completed")));
  CHECK_FALSE(is_accepted("over_credit", ended("held", "retries_spent", "hold", "over it")));
  CHECK_FALSE(is_accepted("over_credit", ended("held", "flow", "hold", "still out of stock")));
  CHECK_FALSE(is_accepted("out_of_stock", ended("completed")));
  CHECK_FALSE(is_accepted("out_of_stock", ended("waiting", "", "wms.shipment_confirmed")));
  CHECK_FALSE(
      is_accepted("unknown_account", ended("held", "flow", "hold", "no such account: C-8")));
  CHECK_FALSE(
      is_accepted("unknown_account", ended("rejected", "", "", "the account is blocked: dunning")));
  CHECK_FALSE(
      is_accepted("account_blocked", ended("cancelled", "", "", "the account is blocked: ")));
  CHECK_FALSE(is_accepted("", ended("held", "in_doubt", "hold")));
  CHECK_FALSE(is_accepted("a reason that nobody knows", ended("completed")));
}

} // namespace gantry::crash
