#include "cli/client.hpp"
#include "tests/cli/stage_at_work.hpp"

namespace gantry::cli::test {
namespace {

bool has_escape(const std::string& text) {
  return text.find('\x1b') != std::string::npos || text.find("\xC2\x9B") != std::string::npos;
}

std::string from(const std::string& external_id, const std::string& account = "C-1002") {
  return order("H-1", {{"source", R"({"channel":"portal","partner":"portal","external_id":")" +
                                      external_id + "\"}"},
                       {"buyer", R"({"account":")" + account + R"(","name":"Huber"})"}});
}

} // namespace

TEST_CASE("what an order is known by has no control characters and is not blank", "[e2e]") {
  stage_at_work at;
  struct wrong {
    std::string external_id, account, where, rule;
  };
  for (const auto& [external_id, account, where, rule] :
       {wrong{R"(E1\u001b[2J)", "C-1002", "input.source.external_id", "no-control-characters"},
        wrong{R"(E1\u0000)", "C-1002", "input.source.external_id", "no-control-characters"},
        wrong{R"(E1\nE2)", "C-1002", "input.source.external_id", "no-control-characters"},
        wrong{R"(E1\u009b)", "C-1002", "input.source.external_id", "no-control-characters"},
        wrong{R"(E1\u202e)", "C-1002", "input.source.external_id", "no-control-characters"},
        wrong{" ", "C-1002", "input.source.external_id", "not-blank"},
        wrong{"E1", R"(C-\u001b[31m9)", "input.buyer.account", "no-control-characters"}}) {
    INFO(external_id << " of " << account);
    const auto refused = at.post_order(from(external_id, account));
    INFO(refused.body);
    CHECK(refused.status == 400);
    CHECK(refused.says("\"code\":\"GE1002\""));
    CHECK(refused.says("\"path\":\"" + where + "\""));
    CHECK(refused.says("\"rule\":\"" + rule + "\""));
  }
  // In a document it is a finding, and the terminal of whoever hands it in is safe.
  write_file(at.folder() / "batch.json", R"({"orders":[)" + from(R"(E1\u001b[2J)") + "]}");
  const auto taken =
      at.gantry({"submit", "--channel", "portal", (at.folder() / "batch.json").string()});
  CHECK(taken.exit_code == 1);
  CHECK(taken.says("input.source.external_id"));
  CHECK(taken.out.find("E1\\u001b[2J") != std::string::npos);
  CHECK_FALSE(has_escape(taken.out + taken.err));
  CHECK(at.count() == "0");
}

TEST_CASE("what strangers write cannot steer the terminal of an operator", "[e2e]") {
  stage_at_work at;
  const auto evil = order("H-2", {{"buyer", R"({"account":"C-1020","name":"\u001b[2J\u009b31m"})"},
                                  {"payable_amount", R"("13.50")"}});
  const auto taken = at.post_order(evil);
  REQUIRE(taken.status == 202);
  const auto id = text_of(*parse_json(taken.body), "id");
  const std::string event =
      R"({"specversion":"1.0","source":"\u001b[31mshop","id":"\u009b2J","type":"wms.\u001b[2J"})";
  REQUIRE(at.send("POST", "/v1/events", event, {{"Content-Type", "application/cloudevents+json"}})
              .status == 202);
  REQUIRE(at.gantry({"orders", "note", id, "--reason", "a\x1b[2Jb"}).exit_code == 0);
  for (const std::vector<std::string>& verb : {std::vector<std::string>{"orders", "list"},
                                               {"orders", "show", id},
                                               {"orders", "timeline", id},
                                               {"inbox"},
                                               {"orders", "show", "\x1b[2J"}}) {
    const auto shown = at.gantry(verb);
    INFO(verb.back() << "\n" << shown.out << shown.err);
    CHECK_FALSE(has_escape(shown.out + shown.err));
  }
  CHECK(at.gantry({"inbox"}).out.find("\\u001b[31mshop") != std::string::npos);
  CHECK(at.gantry({"orders", "timeline", id}).out.find("a\\u001b[2Jb") != std::string::npos);
  // Programs get what was written, in JSON's own words.
  const auto raw = at.gantry({"inbox", "--json"}).json();
  CHECK(text_of(raw.find("items")->as_list().front(), "source") == "\x1b[31mshop");
}

TEST_CASE("the log of an engine stays one line an entry, whatever is in it", "[e2e]") {
  stage_at_work at;
  const std::string line =
      R"({"id":"\u001b[2J\nforged","sku":"SKU-7","quantity":"3","unit":"EA","unit_price":"4.50"})";
  const auto shouted = at.hand_in(
      "portal", R"({"orders":[)" + order("H-3", {{"lines", "[" + line + "," + line + "]"}}) + "]}",
      {{"Content-Type", "application/json"}});
  REQUIRE(shouted.status == 202);
  const auto log = read_file(at.stage().engine_log());
  INFO(log);
  CHECK(log.find("1 of 1 orders were not taken") != std::string::npos);
  CHECK(log.find("two lines have the id \\u001b[2J\\u000aforged") != std::string::npos);
  CHECK_FALSE(has_escape(log));
  CHECK(log.find("\nforged") == std::string::npos);
}

} // namespace gantry::cli::test
