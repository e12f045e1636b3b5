#include "tests/crash/expected_end.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>

namespace gantry::crash {
namespace {

/// What `workflows/order_to_cash.flow` makes of an order of the stream.
struct flow_end {
  std::string_view reason; ///< as it was drawn; empty: nothing is wrong with it
  std::string_view status, held, waiting_for;
  std::string_view sentence; ///< how the engine's sentence begins
};

constexpr std::array flow_ends{
    flow_end{"", "completed", "", "", ""},
    flow_end{"unknown_account", "rejected", "", "", "no such account: C-8"},
    flow_end{"account_blocked", "rejected", "", "", "the account is blocked: "},
    flow_end{"out_of_stock", "waiting", "", "retry of reserve", ""},
    flow_end{"over_credit", "held", "flow", "hold", "over the credit limit: "}};

} // namespace

bool is_out_of_luck(const order_end& end) {
  return end.row.status == "held" &&
         (end.row.held == "in_doubt" || end.row.held == "retries_spent") &&
         end.sentence.starts_with("the retries are spent");
}

std::string difference(const sandbox::expected_order& drawn, const order_end& end) {
  const auto* due = std::find_if(flow_ends.begin(), flow_ends.end(),
                                 [&](const flow_end& one) { return one.reason == drawn.reason; });
  const auto& row = end.row;
  if (due != flow_ends.end() && row.status == due->status && row.held == due->held &&
      row.waiting_for == due->waiting_for && end.sentence.starts_with(due->sentence))
    return {};
  return fmt::format("{} was drawn as `{}` and is {}, held `{}`, waiting for `{}`, told as `{}`",
                     row.key, drawn.reason, row.status, row.held, row.waiting_for, end.sentence);
}

} // namespace gantry::crash
