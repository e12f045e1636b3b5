#include "examples/sandbox/books_writer.hpp"
#include "tests/sandbox/company_at_work.hpp"

#include <catch2/catch.hpp>

#include <atomic>
#include <thread>

namespace gantry::sandbox::test {
namespace {

std::string booking(const std::string& order_id) {
  return R"({"order_id":")" + order_id + R"(","ship_to":)" + address() + R"(,"lines":)" + lines() +
         "}";
}

} // namespace

TEST_CASE("the ledger survives its company", "[e2e]") {
  company_at_work company;
  for (const std::string key : {"K1", "K2", "K3"})
    REQUIRE(company.call("tms/book_shipment", booking("O-" + key), key).status == 200);
  const auto before = company.send("GET", "/ledger").text;
  company.close();
  company.open();
  CHECK(company.send("GET", "/ledger").text == before);
  const auto next = company.call("tms/book_shipment", booking("O-4"), "K4");
  CHECK(before.find(text_of(next.body, "number")) == std::string::npos);
}

TEST_CASE("the ledger is read in pages that join without a gap", "[e2e]") {
  company_at_work company;
  for (int i = 0; i < 5; ++i)
    static_cast<void>(company.call("tms/book_shipment", booking("O-1"), "K" + std::to_string(i)));
  std::string keys;
  std::string target = "/ledger?limit=2";
  while (!target.empty()) {
    const auto page = company.send("GET", target);
    REQUIRE(page.status == 200);
    for (const auto& row : page.body.find("items")->as_list())
      keys += text_of(row, "key");
    const value* const next = page.body.find("next");
    target = next ? "/ledger?limit=2&cursor=" + next->as_string() : "";
  }
  CHECK(keys == "K0K1K2K3K4");
  CHECK(company.send("GET", "/ledger?limit=0").status == 400);
  CHECK(company.send("GET", "/ledger?sytem=erp").status == 400);
}

TEST_CASE("the ledger is not asked for systems and operations that there are not", "[e2e]") {
  company_at_work company;
  CHECK(company.send("GET", "/ledger?system=erp&operation=create_sales_order").status == 200);
  CHECK(company.send("GET", "/ledger?operation=book_shipment").status == 200);
  for (const std::string query :
       {"system=erpp", "system=erp&operation=book_shipment", "operation=create_sale"}) {
    INFO(query);
    CHECK(company.send("GET", "/ledger?" + query).status == 400);
  }
  const auto refused = company.send("GET", "/ledger?system=erp&operation=creat");
  CHECK(text_of(refused.body, "help").find("create_sales_order") != std::string::npos);
  // Systems of the company do not speak with the engine's voice.
  CHECK(refused.text.find("GE1") == std::string::npos);
  CHECK(refused.text.find("engine") == std::string::npos);
}

TEST_CASE("a second company in the same folder is refused", "[e2e]") {
  temporary_folder folder;
  sandbox_options options;
  options.data = folder.path();
  options.listen = "127.0.0.1:0";
  const auto first = company::open(options);
  REQUIRE(first.has_value());
  const auto second = company::open(options);
  REQUIRE_FALSE(second.has_value());
  CHECK(second.error().code == errc::store_busy);
}

TEST_CASE("an entry that fails takes no other entry of its commit with it", "[store]") {
  temporary_folder folder;
  auto opened = data_folder::open(folder.path());
  REQUIRE(opened.has_value());
  books_writer writer((*opened)->writing());
  std::atomic<int> written{0};
  std::atomic<int> failed{0};
  for (int i = 0; i < 100; ++i)
    REQUIRE(writer.offer({[i](books& in) {
                            effect one;
                            one.document = "D-" + std::to_string(i);
                            in.effects.record(one);
                            if (i % 10 == 0)
                              throw SQLite::Exception("the disk is full");
                          },
                          [&](bool committed) { (committed ? written : failed) += 1; }}));
  writer.stop();
  CHECK(written == 90);
  CHECK(failed == 10);
  CHECK(read_ledger((*opened)->reading(), {}).size() == 90);
}

TEST_CASE("many callers at once each get a document of their own", "[e2e]") {
  company_at_work company;
  constexpr int callers = 8;
  constexpr int calls = 50;
  std::atomic<int> answered{0};
  std::vector<std::thread> threads;
  for (int c = 0; c < callers; ++c)
    threads.emplace_back([&, c] {
      gateway::http_client client(company.address(), 10'000);
      for (int i = 0; i < calls; ++i) {
        const auto answer = client.request(
            "POST", "/tms/book_shipment", booking("O-1"),
            {{"Idempotency-Key", "K" + std::to_string(c) + "-" + std::to_string(i)}});
        answered += answer && answer->status == 200 ? 1 : 0;
      }
    });
  for (auto& thread : threads)
    thread.join();
  CHECK(answered == callers * calls);
  CHECK(company.ledger("tms.book_shipment").size() == static_cast<std::size_t>(callers * calls));
}

} // namespace gantry::sandbox::test
