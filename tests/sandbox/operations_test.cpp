#include "tests/sandbox/company_at_work.hpp"

#include <catch2/catch.hpp>

namespace gantry::sandbox::test {

TEST_CASE("the CRM knows its accounts and where they may order to", "[e2e]") {
  company_at_work company;
  const auto known =
      company.call("crm/validate_customer", R"({"account":"C-1020","ship_to":)" + address() + "}");
  CHECK(known.status == 200);
  CHECK(text_of(known.body, "credit_available") == "100.00");
  const auto unknown =
      company.call("crm/validate_customer", R"({"account":"C-1021","ship_to":)" + address() + "}");
  CHECK(unknown.status == 422);
  CHECK(text_of(unknown.body, "error") == "unknown_account");
  const auto far = company.call("crm/validate_customer",
                                R"({"account":"C-1001","ship_to":)" + address("NZ") + "}");
  CHECK(far.status == 422);
  CHECK(text_of(far.body, "error") == "address_not_allowed");
}

TEST_CASE("the ERP prices exactly, and knows no items but its own", "[e2e]") {
  company_at_work company;
  const auto priced = company.call("erp/price_order", R"({"order":)" + order() + "}");
  CHECK(priced.status == 200);
  CHECK(priced.text == R"({"total":"13.50","currency":"EUR","lines":[{"line":"1",)"
                       R"("unit_price":"4.50","amount":"13.50"}]})");
  const auto unknown =
      company.call("erp/price_order", R"({"order":)" + order("C-1002", "SKU-501") + "}");
  CHECK(unknown.status == 422);
  CHECK(unknown.text == R"({"error":"unknown_item","fields":{"sku":"SKU-501"}})");
}

TEST_CASE("a line without a price gets the list price", "[e2e]") {
  company_at_work company;
  std::string free = order();
  free.replace(free.find(R"("4.50")"), 6, R"("0.00")");
  const auto priced = company.call("erp/price_order", R"({"order":)" + free + "}");
  const auto masterdata = company.send("GET", "/masterdata");
  const auto& seventh = masterdata.body.find("items")->as_list().at(6);
  CHECK(text_of(seventh, "sku") == "SKU-7");
  CHECK(text_of(priced.body.find("lines")->as_list().at(0), "unit_price") ==
        text_of(seventh, "list_price"));
}

TEST_CASE("a sales order is found under its key until it is cancelled", "[e2e]") {
  company_at_work company;
  const std::string arguments = R"({"order":)" + order() + R"(,"price":)" + price() + "}";
  const auto made = company.call("erp/create_sales_order", arguments, "K1");
  REQUIRE(made.status == 200);
  CHECK(text_of(made.body, "total") == "13.50");
  const auto found = company.call("erp/find_sales_order", R"({"reference":"K1"})");
  CHECK(found.text == "[" + made.text + "]");

  const std::string number = text_of(made.body, "number");
  const auto cancelled =
      company.call("erp/cancel_sales_order", R"({"number":")" + number + R"("})", "K2");
  CHECK(cancelled.status == 200);
  CHECK(cancelled.text == "null");
  CHECK(company.call("erp/find_sales_order", R"({"reference":"K1"})").text == "[]");
  const auto rows = company.ledger("erp.create_sales_order");
  REQUIRE(rows.size() == 1);
  CHECK(text_of(rows[0], "undone_by") == "K2");
}

TEST_CASE("a blocked account is refused when its order is booked", "[e2e]") {
  company_at_work company;
  const auto refused =
      company.call("erp/create_sales_order",
                   R"({"order":)" + order("C-1019") + R"(,"price":)" + price() + "}", "K1");
  CHECK(refused.status == 422);
  CHECK(text_of(refused.body, "error") == "account_blocked");
  CHECK(company.ledger("erp.create_sales_order").empty());
}

TEST_CASE("a changed sales order is found with its new total", "[e2e]") {
  company_at_work company;
  const auto made = company.call("erp/create_sales_order",
                                 R"({"order":)" + order() + R"(,"price":)" + price() + "}", "K1");
  std::string dearer = price();
  dearer.replace(dearer.find("13.50"), 5, "27.00");
  const auto changed = company.call("erp/change_sales_order",
                                    R"({"number":")" + text_of(made.body, "number") +
                                        R"(","order":)" + order() + R"(,"price":)" + dearer + "}",
                                    "K2");
  CHECK(changed.status == 200);
  const auto found = company.call("erp/find_sales_order", R"({"reference":"K1"})");
  CHECK(text_of(found.body.as_list().at(0), "total") == "27.00");
}

TEST_CASE("an invoice bills what was shipped at the prices of the sales order", "[e2e]") {
  company_at_work company;
  const auto made = company.call("erp/create_sales_order",
                                 R"({"order":)" + order() + R"(,"price":)" + price() + "}", "K1");
  const std::string shipped = R"({"sales_order":")" + text_of(made.body, "number") +
                              R"(","lines":[{"line":"1","sku":"SKU-7","quantity":"2",)"
                              R"("unit":"EA"}]})";
  const auto invoice = company.call("erp/post_invoice", shipped, "K2");
  CHECK(invoice.status == 200);
  CHECK(text_of(invoice.body, "payable_amount") == "9.00");
  CHECK(company.call("erp/find_invoice", R"({"reference":"K2"})").text == "[" + invoice.text + "]");
}

TEST_CASE("the warehouse reserves what is there, and no more", "[e2e]") {
  company_at_work company;
  const auto none =
      company.call("wms/reserve", R"({"order_id":"O-1","lines":)" + lines("SKU-13") + "}", "K1");
  CHECK(none.text == R"({"error":"out_of_stock","fields":{"sku":"SKU-13","available":"0"}})");
  const auto all = company.call(
      "wms/reserve", R"({"order_id":"O-1","lines":)" + lines("SKU-8", "1000000") + "}", "K2");
  REQUIRE(all.status == 200);
  const auto more = company.call("wms/reserve",
                                 R"({"order_id":"O-2","lines":)" + lines("SKU-8", "1") + "}", "K3");
  CHECK(text_of(more.body, "error") == "out_of_stock");

  const auto released =
      company.call("wms/release", R"({"id":")" + text_of(all.body, "id") + R"("})", "K4");
  CHECK(released.status == 200);
  const auto again = company.call(
      "wms/reserve", R"({"order_id":"O-2","lines":)" + lines("SKU-8", "1") + "}", "K3");
  CHECK(again.status == 200);
}

TEST_CASE("a shipment is booked, found and cancelled", "[e2e]") {
  company_at_work company;
  const std::string arguments =
      R"({"order_id":"O-1","ship_to":)" + address("US") + R"(,"lines":)" + lines() + "}";
  const auto booked = company.call("tms/book_shipment", arguments, "K1");
  REQUIRE(booked.status == 200);
  CHECK(company.call("tms/find_shipment", R"({"reference":"K1"})").text == "[" + booked.text + "]");
  CHECK(company
            .call("tms/cancel_shipment",
                  R"({"number":")" + text_of(booked.body, "number") + R"("})", "K2")
            .status == 200);
  CHECK(company.call("tms/find_shipment", R"({"reference":"K1"})").text == "[]");
  const auto far = company.call(
      "tms/book_shipment",
      R"({"order_id":"O-1","ship_to":)" + address("NZ") + R"(,"lines":)" + lines() + "}", "K3");
  CHECK(text_of(far.body, "error") == "address_not_served");
}

TEST_CASE("picking can be stopped until the goods have left", "[e2e]") {
  company_at_work company;
  const auto pick = fulfil(company, "O-1");
  REQUIRE(pick.status == 200);
  CHECK(company.call("wms/find_fulfillment", R"({"reference":"O-1-pick"})").text ==
        "[" + pick.text + "]");
  const auto stopped = company.call("wms/stop_picking", R"({"order_id":"O-1"})", "K1");
  CHECK(text_of(stopped.body, "stopped") == "true");
  CHECK(company
            .call("wms/cancel_fulfillment", R"({"id":")" + text_of(pick.body, "id") + R"("})", "K2")
            .status == 200);

  REQUIRE(fulfil(company, "O-2").status == 200);
  const auto shipped = company.send("POST", "/events/ship", R"({"order_id":"O-2"})");
  CHECK(shipped.body.find("events")->as_list().size() == 1);
  const auto late = company.call("wms/stop_picking", R"({"order_id":"O-2"})", "K3");
  CHECK(text_of(late.body, "stopped") == "false");
  CHECK_FALSE(text_of(late.body, "reason").empty());
}

TEST_CASE("every mistake in the arguments is told with its path", "[e2e]") {
  company_at_work company;
  const auto wrong = company.call(
      "wms/reserve", R"({"order_id":7,"lines":[{"id":"1","sku":"SKU-1","quantity":"-2"}],"x":1})",
      "K1");
  CHECK(wrong.status == 400);
  std::string paths;
  for (const auto& one : wrong.body.find("errors")->as_list())
    paths += text_of(one, "path") + " ";
  CHECK(paths == "x order_id lines[0].unit lines[0].quantity lines[0].unit_price ");
}

TEST_CASE("what is not understood is refused without an effect", "[e2e]") {
  company_at_work company;
  CHECK(company.call("erp/price_order", "{").status == 400);
  CHECK(company.call("erp/price_order", "[]").status == 400);
  CHECK(company.call("erp/make_coffee", "{}").status == 404);
  CHECK(company.send("GET", "/nowhere").status == 404);
  CHECK(company.send("GET", "/erp/price_order").status == 405);
  const auto no_key = company.call("tms/cancel_shipment", R"({"number":"TR-1"})");
  CHECK(no_key.status == 400);
  CHECK(no_key.text.find("Idempotency-Key") != std::string::npos);
  CHECK(company.send("GET", "/ledger").text == R"({"items":[]})");
}

TEST_CASE("the company says that it is well", "[e2e]") {
  company_at_work company;
  CHECK(company.send("GET", "/healthz").text == R"({"status":"ok","events_waiting":0})");
}

} // namespace gantry::sandbox::test
