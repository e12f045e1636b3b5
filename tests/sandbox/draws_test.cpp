#include "examples/sandbox/draw.hpp"
#include "examples/sandbox/faults.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <vector>

namespace gantry::sandbox::test {

TEST_CASE("draws are even, and depend on seed, subject and number alone", "[unit]") {
  int below_a_tenth = 0;
  for (std::uint64_t n = 0; n < 10'000; ++n) {
    const double drawn = draw(1, "erp.create_sales_order", n);
    CHECK(drawn == draw(1, "erp.create_sales_order", n));
    below_a_tenth += drawn < 0.1 ? 1 : 0;
  }
  CHECK(below_a_tenth > 850);
  CHECK(below_a_tenth < 1'150);
  CHECK(draw(1, "a", 1) != draw(2, "a", 1));
  CHECK(draw(1, "a", 1) != draw(1, "b", 1));
  CHECK(draw(1, "a", 1) != draw(1, "a", 2));
}

TEST_CASE("two rules of one operation are drawn apart", "[unit]") {
  fault_book book(1);
  fault_rule first;
  first.system = "erp";
  first.operation = "post_invoice";
  first.kind = fault_kind::refuse;
  first.probability = 0.2;
  fault_rule second = first;
  second.kind = fault_kind::lost_after;
  book.replace({7, {first, second}});
  int refused = 0;
  int lost = 0;
  for (int i = 0; i < 1'000; ++i)
    if (const auto what = book.next(*find_operation("erp", "post_invoice"), {}))
      (what->kind == fault_kind::refuse ? refused : lost) += 1;
  CHECK(refused > 150);
  CHECK(lost > 110);
}

TEST_CASE("drawn latencies have the median and the p99 that were asked for", "[unit]") {
  fault_book book(1);
  fault_rule slow;
  slow.system = "tms";
  slow.operation = "book_shipment";
  slow.kind = fault_kind::latency;
  slow.ms = 50;
  slow.p99_ms = 800;
  book.replace({7, {slow}});
  std::vector<std::int64_t> waits;
  for (int i = 0; i < 10'000; ++i)
    waits.push_back(book.next(*find_operation("tms", "book_shipment"), {})->ms);
  std::sort(waits.begin(), waits.end());
  CHECK(waits[5'000] >= 45);
  CHECK(waits[5'000] <= 55);
  CHECK(waits[9'900] >= 650);
  CHECK(waits[9'900] <= 1'000);
}

} // namespace gantry::sandbox::test
