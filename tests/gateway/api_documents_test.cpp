#include "dsl/base/digest.hpp"
#include "tests/gateway/api_at_work.hpp"

#include <catch2/catch.hpp>

namespace gantry::gateway::test {
namespace {

header_list signed_by(const std::string& secret, const std::string& body) {
  const auto mac = hmac_sha256(secret, body);
  return {
      {"Content-Type", "application/json"},
      {"X-Gantry-Hmac-Sha256", to_base64({reinterpret_cast<const char*>(mac.data()), mac.size()})}};
}

reply hand_in(api_at_work& at, const std::string& body) {
  return at.send("POST", "/v1/channels/shop/documents", body, signed_by(shop_secret, body));
}

const header_list edi{{"Content-Type", "application/edi-x12"}};

} // namespace

TEST_CASE("a document is answered with its orders once their bytes are on disk", "[e2e]") {
  api_at_work at;
  const auto body = "[" + job("A-1") + "," + job("A-2", "wait") + "]";
  const auto taken = hand_in(at, body);
  INFO(taken.text);
  CHECK(taken.status == 202);
  CHECK(taken.list("findings").empty());
  const auto& orders = taken.list("orders");
  REQUIRE(orders.size() == 2);
  const auto id = orders.at(0).find("id")->as_string();
  at.when(id, "completed");
  CHECK(taken.header("location") == "/v1/documents/" + taken.at("document"));
  CHECK(at.get("/v1/orders/" + id).at("document") == taken.at("document"));

  const auto shown = at.get("/v1/documents/" + taken.at("document"));
  CHECK(shown.status == 200);
  CHECK(shown.at("channel") == "shop");
  CHECK(shown.at("partner") == "partner-1");
  CHECK(shown.at("digest") == to_hex(sha256(body)));
  CHECK(shown.at("state") == "done");
  CHECK(shown.list("orders").size() == 2);
  CHECK(shown.list("findings").empty());
  // The timeline names who brought it.
  CHECK(at.get("/v1/orders/" + id + "/timeline").list("items").at(0).find("by")->as_string() ==
        "channel:shop");
}

TEST_CASE("a document shows its orders as they stand now, and refused ones as refused", "[e2e]") {
  api_at_work at;
  const auto first = hand_in(at, "[" + job("A-1", "wait") + "]");
  const auto waiting = first.list("orders").at(0).find("id")->as_string();
  at.when(waiting, "waiting");
  const auto status_of = [&](const reply& document, std::size_t order) {
    return at.get("/v1/documents/" + document.at("document"))
        .list("orders")
        .at(order)
        .find("status")
        ->as_string();
  };
  // Another order under the key of the first, and the first again.
  const auto again = hand_in(at, "[" + job("A-1", "hold") + "," + job("A-1", "wait") + "]");
  CHECK(status_of(first, 0) == "waiting");
  CHECK(status_of(again, 0) == "refused");
  CHECK(status_of(again, 1) == "waiting");
  REQUIRE(at.post("/v1/orders/" + waiting + "/cancel", R"({"reason":"not wanted"})").status == 200);
  at.when(waiting, "cancelled");
  CHECK(status_of(first, 0) == "cancelled");
  CHECK(status_of(again, 0) == "refused");
  CHECK(status_of(again, 1) == "cancelled");
}

TEST_CASE("a bad signature is refused before anything is stored", "[e2e]") {
  api_at_work at;
  const auto body = job("A-1");
  const std::string target = "/v1/channels/shop/documents";
  const auto wrong = at.send("POST", target, body, signed_by("guess", body));
  CHECK(wrong.status == 401);
  CHECK(wrong.problem() == "bad-signature");
  CHECK(at.post(target, body).status == 401);
  CHECK(at.send("POST", target, body + " ", signed_by(shop_secret, body)).status == 401);
  CHECK(at.get("/v1/orders?count=true").at("count") == "0");
  CHECK(hand_in(at, body).status == 202);
}

TEST_CASE("what a channel does not speak is 415, and a channel of nobody 404", "[e2e]") {
  api_at_work at;
  const auto body = job("A-1");
  auto headers = signed_by(shop_secret, body);
  headers[0].second = "text/csv";
  const auto csv = at.send("POST", "/v1/channels/shop/documents", body, headers);
  CHECK(csv.status == 415);
  CHECK(csv.problem() == "unsupported-media");
  CHECK(at.send("POST", "/v1/channels/edi/documents", "{}", {{"Content-Type", "application/json"}})
            .status == 415);
  const auto nobody = at.send("POST", "/v1/channels/fax/documents", body, edi);
  CHECK(nobody.status == 404);
  CHECK(nobody.problem() == "unknown-channel");
  CHECK(at.send("POST", "/v1/channels/edi/documents", "", edi).status == 400);
}

TEST_CASE("what is wrong inside a document is a finding: taken, said, and never half", "[e2e]") {
  api_at_work at;
  const auto broken = hand_in(at, "{ this is not JSON");
  CHECK(broken.status == 202);
  CHECK(broken.list("findings").size() == 1);
  CHECK(broken.list("orders").empty());
  // Of two orders one is wrong: the other is taken.
  const auto mixed =
      hand_in(at, "[" + job("bad", "plain", R"("amount":"x")") + "," + job("good") + "]");
  CHECK(mixed.status == 202);
  REQUIRE(mixed.list("orders").size() == 2);
  CHECK(mixed.text.find("amount") != std::string::npos);
  const auto page = at.get("/v1/orders?count=true");
  CHECK(page.at("count") == "1");
  CHECK(page.list("items").at(0).find("key")->as_string() == "web/p/good");
  const auto truncated = at.send("POST", "/v1/channels/edi/documents", "ISA*00*", edi);
  CHECK(truncated.status == 202);
  CHECK(truncated.list("findings").size() >= 1);
  const auto shown = at.get("/v1/documents/" + truncated.at("document"));
  CHECK(shown.list("findings").size() == truncated.list("findings").size());
}

TEST_CASE("the same order in another document is the same order", "[e2e]") {
  api_at_work at;
  const auto first = hand_in(at, job("A-1"));
  const auto second = hand_in(at, job("A-1") + " ");
  CHECK(second.status == 202);
  CHECK(second.list("orders").at(0).find("id")->as_string() ==
        first.list("orders").at(0).find("id")->as_string());
  CHECK(second.list("orders").at(0).find("duplicate")->as_bool());
  const auto other = hand_in(at, job("A-1", "plain", R"("city":"Linz")"));
  CHECK(other.status == 202);
  CHECK(other.text.find("key-conflict") != std::string::npos);
  CHECK(at.get("/v1/orders?count=true").at("count") == "1");
}

TEST_CASE("an interchange is answered with its acknowledgement, which the document keeps",
          "[e2e]") {
  api_at_work at;
  const std::string interchange =
      "ISA*00*          *00*          *ZZ*BUYER          *ZZ*SELLER         *260105*1200*U*00401*"
      "000000031*0*P*>~GS*PO*BUYER*SELLER*20260105*1200*31*X*004010~ST*850*0001~"
      "BEG*00*SA*PO-1**20260105~SE*3*0001~GE*1*31~IEA*1*000000031~";
  const auto taken = at.send("POST", "/v1/channels/edi/documents", interchange, edi);
  CHECK(taken.status == 202);
  REQUIRE(taken.list("replies").size() == 1);
  const auto shown = at.get("/v1/documents/" + taken.at("document"));
  REQUIRE(shown.list("replies").size() == 1);
  CHECK(to_json(shown.list("replies").at(0)) == to_json(taken.list("replies").at(0)));
  CHECK(shown.text.find("997-000000031.edi") != std::string::npos);
}

TEST_CASE("documents of which an order was refused are found in a list", "[e2e]") {
  api_at_work at;
  const auto fine = hand_in(at, job("A-1"));
  const auto other = hand_in(at, job("A-1", "plain", R"("city":"Linz")"));
  const auto broken = hand_in(at, "{ this is not JSON");
  at.submit("by itself");

  const auto all = at.get("/v1/documents");
  REQUIRE(all.list("items").size() == 3);
  CHECK(all.list("items").at(2).find("id")->as_string() == fine.at("document"));
  CHECK(all.list("items").at(2).find("worst")->is_none());
  const auto found = at.get("/v1/documents?state=finding");
  REQUIRE(found.list("items").size() == 2);
  CHECK(found.list("items").at(0).find("id")->as_string() == broken.at("document"));
  const auto conflict = found.list("items").at(1);
  CHECK(conflict.find("id")->as_string() == other.at("document"));
  CHECK(conflict.find("worst")->as_string() == "error");
  CHECK(to_json(*conflict.find("orders")) == "1");
  CHECK(to_json(*conflict.find("refused")) == "1");
  CHECK(conflict.find("finding")->as_string().find("input.city") != std::string::npos);
  CHECK(other.list("findings").size() == 1);
  CHECK(other.list("orders").at(0).find("status")->as_string() == "refused");

  const auto page = at.get("/v1/documents?limit=2");
  CHECK(page.list("items").size() == 2);
  CHECK(at.get("/v1/documents?limit=2&cursor=" + page.at("next")).list("items").size() == 1);
  CHECK(at.get("/v1/documents?channel=edi").list("items").empty());
  CHECK(at.get("/v1/documents?state=lost").status == 400);
  const auto metrics = at.get("/metrics").text;
  CHECK(metrics.find("\ngantry_documents_with_errors_total 2\n") != std::string::npos);
  CHECK(metrics.find("\ngantry_document_orders_total{outcome=\"key_conflict\"} 1\n") !=
        std::string::npos);
}

} // namespace gantry::gateway::test
