#include "tests/sandbox/company_at_work.hpp"

#include <catch2/catch.hpp>

namespace gantry::sandbox::test {
namespace {

struct once_call {
  std::string operation;
  std::string finder;
  std::string arguments;
};

} // namespace

TEST_CASE("a once operation makes a second document under the same key", "[e2e]") {
  company_at_work company;
  const once_call each = GENERATE(
      once_call{"erp/create_sales_order", "erp/find_sales_order",
                R"({"order":)" + order() + R"(,"price":)" + price() + "}"},
      once_call{"tms/book_shipment", "tms/find_shipment",
                R"({"order_id":"O-1","ship_to":)" + address() + R"(,"lines":)" + lines() + "}"});
  const auto first = company.call(each.operation, each.arguments, "K1");
  const auto second = company.call(each.operation, each.arguments, "K1");
  REQUIRE(first.status == 200);
  CHECK(second.status == 200);
  CHECK(text_of(first.body, "number") != text_of(second.body, "number"));
  CHECK(company.call(each.finder, R"({"reference":"K1"})").text ==
        "[" + first.text + "," + second.text + "]");
  std::string operation = each.operation;
  operation[operation.find('/')] = '.';
  const auto rows = company.ledger(operation);
  REQUIRE(rows.size() == 2);
  CHECK(text_of(rows[0], "key") == text_of(rows[1], "key"));
}

TEST_CASE("an idempotent operation gives its first answer again", "[e2e]") {
  company_at_work company;
  const std::string arguments = R"({"order_id":"O-1","lines":)" + lines() + "}";
  const auto first = company.call("wms/reserve", arguments, "K1");
  const auto second = company.call("wms/reserve", arguments, "K1");
  REQUIRE(first.status == 200);
  CHECK(second.text == first.text);
  CHECK(company.ledger("wms.reserve").size() == 1);

  SECTION("also after the company was closed") {
    company.close();
    company.open();
    CHECK(company.call("wms/reserve", arguments, "K1").text == first.text);
    CHECK(company.ledger("wms.reserve").size() == 1);
  }
  SECTION("and refuses another request under the key") {
    const auto other =
        company.call("wms/reserve", R"({"order_id":"O-1","lines":)" + lines("SKU-9") + "}", "K1");
    CHECK(other.status == 422);
    CHECK(text_of(other.body, "error") == "key_reused");
  }
  SECTION("and has an effect of its own under another key") {
    CHECK(company.call("wms/reserve", arguments, "K2").text != first.text);
    CHECK(company.ledger("wms.reserve").size() == 2);
  }
}

TEST_CASE("an undo under a second key changes nothing more", "[e2e]") {
  company_at_work company;
  const auto held =
      company.call("wms/reserve", R"({"order_id":"O-1","lines":)" + lines() + "}", "K1");
  const std::string id = R"({"id":")" + text_of(held.body, "id") + R"("})";
  CHECK(company.call("wms/release", id, "K2").status == 200);
  CHECK(company.call("wms/release", id, "K2").status == 200);
  CHECK(company.call("wms/release", id, "K3").status == 200);
  CHECK(text_of(company.ledger("wms.reserve").at(0), "undone_by") == "K2");
  CHECK(company.ledger("wms.release").size() == 1);
  CHECK(company.call("wms/release", R"({"id":"RES-0000099"})", "K4").status == 422);
}

TEST_CASE("an error under a key does not bind a later repeat", "[e2e]") {
  company_at_work company;
  static_cast<void>(company.set_faults(
      R"({"rules":[{"system":"wms","operation":"reserve","kind":"out_of_stock","times":1}]})"));
  const std::string arguments = R"({"order_id":"O-1","lines":)" + lines() + "}";
  CHECK(company.call("wms/reserve", arguments, "K1").status == 422);
  CHECK(company.call("wms/reserve", arguments, "K1").status == 200);
}

} // namespace gantry::sandbox::test
