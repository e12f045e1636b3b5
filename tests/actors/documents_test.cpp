#include "dsl/base/json.hpp"
#include "tests/actors/engine_rig.hpp"
#include "tests/actors/job_channel.hpp"

#include <catch2/catch.hpp>

namespace gantry::tests {
namespace {

struct document_rig {
  std::vector<std::string> replies;
  bool replies_fail = false;
  std::vector<std::string> names{"jobs", "old"};
  engine_rig rig{one_make, [this](actors::runtime_options& how) {
                   for (const auto& name : names)
                     how.channels[name] = std::make_shared<job_channel>();
                   how.on_replies =
                       [this](const std::string&,
                              const std::vector<channels::reply_document>& all) -> result<void> {
                     if (replies_fail)
                       return fail(errc::store_unwritable, "the folder is not there");
                     for (const auto& each : all)
                       replies.push_back(each.name);
                     return {};
                   };
                 }};

  std::shared_ptr<std::optional<result<actors::document_answer>>>
  hand_in(const std::string& body, const std::string& media_type = "application/json",
          const std::string& channel = "jobs") {
    auto place = std::make_shared<std::optional<result<actors::document_answer>>>();
    channels::raw_document what;
    what.channel = channel;
    what.media_type = media_type;
    what.body = body;
    rig.engine().document(std::move(what), [place](result<actors::document_answer> with) {
      *place = std::move(with);
    });
    return place;
  }
};

const std::string two_jobs =
    R"([{"number":"J-1","amount":"1.00"},{"number":"J-2","amount":"2.00"}])";

} // namespace

TEST_CASE("a document's orders are created with its outcome in one commit", "[actor]") {
  document_rig all;
  auto& rig = all.rig;
  const auto answer = all.hand_in(two_jobs);
  rig.work_without_commits();
  REQUIRE(rig.commit()); // the raw bytes
  rig.work_without_commits();
  CHECK_FALSE(answer->has_value());
  CHECK(rig.all_orders().empty());
  REQUIRE(rig.commit()); // both orders and what came of it
  rig.work_without_commits();
  REQUIRE(answer->has_value());
  CHECK(rig.all_orders().size() == 2);
  CHECK(all.replies == std::vector<std::string>{"receipt.txt"});
  rig.pass(seconds(1));
  CHECK(rig.ended.size() == 2);
  CHECK((**answer)->outcome.find(rig.ended.front()) != std::string::npos);
}

TEST_CASE("an order that does not fit is a finding, and the others are taken", "[actor]") {
  document_rig all;
  const auto answer =
      all.hand_in(R"([{"number":"J-1","amount":"much"},{"number":"J-2","amount":"2.00"}])");
  all.rig.pass(seconds(1));
  REQUIRE(answer->has_value());
  CHECK((**answer)->outcome.find("amount") != std::string::npos);
  CHECK((**answer)->outcome.find("refused") != std::string::npos);
  REQUIRE(all.rig.all_orders().size() == 1);
  CHECK(all.rig.all_orders().front().key == "J-2");
}

TEST_CASE("an order sent again with other content is a finding with the difference", "[actor]") {
  document_rig all;
  (void)all.hand_in(two_jobs);
  all.rig.pass(seconds(1));
  const auto again =
      all.hand_in(R"([{"number":"J-1","amount":"1.00"},{"number":"J-2","amount":"7.00"}])");
  all.rig.pass(seconds(1));
  REQUIRE(again->has_value());
  REQUIRE((**again).has_value());
  INFO((**again)->outcome);
  const auto outcome = parse_json((**again)->outcome);
  REQUIRE(outcome.has_value());
  const auto& orders = outcome->find("orders")->as_list();
  CHECK(orders.at(0).find("duplicate")->as_bool());
  CHECK(orders.at(1).find("status")->as_string() == "refused");
  CHECK(orders.at(1).find("problem")->as_string() == "key-conflict");
  const auto& findings = outcome->find("findings")->as_list();
  REQUIRE(findings.size() == 1);
  CHECK(findings.at(0).find("order")->as_string() == "J-2");
  CHECK(findings.at(0).find("path")->as_string() == "input.amount");
  CHECK(findings.at(0).find("value")->as_string() == R"("2.00" there, "7.00" here)");
  const auto stats = all.rig.engine().stats();
  CHECK(stats.document_orders_taken == 2);
  CHECK(stats.document_orders_duplicate == 1);
  CHECK(stats.document_orders_conflict == 1);
  CHECK(stats.documents_with_errors == 1);
  CHECK(all.rig.engine().reader().list_documents({"finding", "", 10, 0}).value().size() == 1);
}

TEST_CASE("replies that could not be handed out are tried again without a restart", "[actor]") {
  document_rig all;
  all.replies_fail = true;
  (void)all.hand_in(two_jobs);
  all.rig.pass(seconds(30));
  CHECK(all.replies.empty());
  all.rig.pass(seconds(60)); // fails once more, and is not given up
  CHECK(all.replies.empty());
  all.replies_fail = false;
  all.rig.pass(seconds(61));
  CHECK(all.replies == std::vector<std::string>{"receipt.txt"});
  all.rig.pass(seconds(180));
  CHECK(all.replies.size() == 1);
  CHECK(all.rig.ended.size() == 2);
}

TEST_CASE("two orders of one document under one key are told apart", "[actor]") {
  document_rig all;
  const auto answer =
      all.hand_in(R"([{"number":"J-1","amount":"1.00"},{"number":"J-1","amount":"2.00"}])");
  all.rig.pass(seconds(1));
  REQUIRE(answer->has_value());
  REQUIRE((**answer).has_value());
  CHECK((**answer)->outcome.find("the first difference is at input.amount") != std::string::npos);
  CHECK(all.rig.all_orders().size() == 1);
}

TEST_CASE("what a channel does not admit is not stored", "[actor]") {
  document_rig all;
  const auto answer = all.hand_in(two_jobs, "text/plain");
  REQUIRE(answer->has_value());
  CHECK((**answer).error().code == errc::unsupported_media);
  all.rig.work();
  CHECK(all.rig.commits() == 0);
}

TEST_CASE("a document that was received and not mapped is taken up at the next start", "[actor]") {
  document_rig all;
  auto& rig = all.rig;
  (void)all.hand_in(two_jobs);
  rig.work_without_commits();
  REQUIRE(rig.commit());
  rig.restart_after_kill();
  rig.pass(seconds(1));
  CHECK(rig.ended.size() == 2);
  CHECK(rig.far->made("make").size() == 2);
  CHECK(all.replies.size() == 1);
  CHECK(rig.engine().reader().documents_received(10).value().empty());
}

TEST_CASE("a document whose commits are lost makes each order once", "[actor][E8.3]") {
  for (const auto fault : {test::store_fault::lost_acknowledgement, test::store_fault::lost_commit})
    for (std::size_t which = 1; which <= 4; ++which) {
      INFO("commit " << which);
      document_rig all;
      auto& rig = all.rig;
      rig.next_fault = [&, now = std::size_t{0}]() mutable {
        return ++now == which ? fault : test::store_fault::none;
      };
      const auto answer = all.hand_in(two_jobs);
      rig.pass(seconds(120));
      REQUIRE(answer->has_value());
      CHECK((**answer).has_value());
      CHECK(rig.all_orders().size() == 2);
      CHECK(rig.ended.size() == 2);
      CHECK(rig.far->made("make").size() == 2);
    }
}

TEST_CASE("documents of a channel that is gone are kept, and hold no others up", "[actor]") {
  document_rig all;
  auto& rig = all.rig;
  const auto job = [](int number) {
    return R"([{"number":"J-)" + std::to_string(number) + R"(","amount":"1.00"}])";
  };
  for (int i = 0; i < 40; ++i)
    (void)all.hand_in(job(i), "application/json", "old");
  (void)all.hand_in(job(100));
  rig.work_without_commits();
  REQUIRE(rig.commit());
  all.names = {"jobs"};
  rig.restart_after_kill();
  rig.pass(seconds(1));
  REQUIRE(rig.all_orders().size() == 1);
  CHECK(rig.all_orders().front().key == "J-100");
  CHECK(rig.engine().reader().documents_received(100).value().size() == 40);
  all.names = {"jobs", "old"};
  rig.restart_after_kill();
  rig.pass(seconds(1));
  CHECK(rig.ended.size() == 41);
}

} // namespace gantry::tests
