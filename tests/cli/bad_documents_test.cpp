#include "examples/sandbox/order_stream.hpp"
#include "tests/cli/stage_at_work.hpp"

namespace gantry::cli::test {
namespace {

constexpr auto interchange =
    "ISA*00*          *00*          *ZZ*LAKESIDEHW     *ZZ*GANTRY         *260105*0930*U*00401*"
    "000000417*0*P*>~\n"
    "GS*PO*LAKESIDEHW*GANTRY*20260105*0930*417*X*004010~\n"
    "ST*850*0001~\n"
    "BEG*00*SA*PO-1**20260105~\n"
    "CUR*BY*EUR~\n"
    "DTM*002*20990105~\n"
    "N1*BY*Lakeside Hardware*92*C-1007~\n"
    "N1*ST*Store 38*92*038~\n"
    "N3*Gartenweg 4~\n"
    "N4*Muenchen**80331*DE~\n"
    "PO1*1*3*EA*4.50*PE*VN*SKU-7~\n"
    "CTT*1~\n"
    "SE*11*0001~\n"
    "GE*1*417~\n"
    "IEA*1*000000417~\n";

std::string changed(const std::string& from, const std::string& to) {
  std::string text = interchange;
  const auto at = text.find(from);
  REQUIRE(at != std::string::npos);
  return text.replace(at, from.size(), to);
}

const variables edi{{"Content-Type", "application/edi-x12"}};

} // namespace

TEST_CASE("what is marked as a test is checked and answered, and never becomes an order", "[e2e]") {
  stage_at_work at;
  const auto test = at.hand_in("edi", changed("*0*P*", "*0*T*"), edi);
  INFO(test.body);
  CHECK(test.status == 202);
  CHECK(test.says("\"status\":\"test\""));
  CHECK(test.says("\"code\":\"test-order\""));
  CHECK(at.count() == "0");
  // The same, meant: its number is not taken by the test.
  CHECK(at.hand_in("edi", interchange, edi).says("\"duplicate\":false"));
  CHECK(at.count() == "1");
  CHECK(at.get("/v1/orders").says("\"test\":false"));
}

TEST_CASE("an X12 document with a wrong envelope is taken, answered with findings, and brings no "
          "order",
          "[e2e]") {
  const std::vector<std::pair<std::string, std::string>> all{
      {"truncated in a segment", std::string{interchange}.substr(0, 300)},
      {"truncated in the ISA", std::string{interchange}.substr(0, 60)},
      {"truncated before the GE",
       std::string{interchange}.substr(0, std::string{interchange}.find("GE*"))},
      {"a wrong count of segments", changed("SE*11*", "SE*12*")},
      {"a wrong count of sets", changed("GE*1*", "GE*2*")},
      {"a wrong count of groups", changed("IEA*1*", "IEA*3*")},
      {"another set number at the end", changed("SE*11*0001", "SE*11*0002")},
      {"a quantity below zero", changed("PO1*1*3*", "PO1*1*-3*")},
      {"a quantity that is no number", changed("PO1*1*3*", "PO1*1*many*")},
      {"money with too many digits", changed("*4.50*", "*12345678901234567.50*")},
      {"not X12 at all", "order please: 3 spades"},
  };
  stage_at_work at;
  for (const auto& [what, body] : all) {
    INFO(what);
    const auto taken = at.hand_in("edi", body, edi);
    INFO(taken.body);
    CHECK(taken.status == 202);
    const auto json = parse_json(taken.body);
    REQUIRE(json.has_value());
    CHECK_FALSE(json->find("findings")->as_list().empty());
    // The sender's bytes are kept, with what was found.
    const auto shown = at.get("/v1/documents/" + json->find("document")->as_string());
    CHECK(shown.status == 200);
    CHECK(shown.says(to_hex(sha256(body))));
    CHECK(at.count() == "0");
  }
  const auto fine = at.hand_in("edi", interchange, edi);
  INFO(fine.body);
  CHECK(fine.status == 202);
  CHECK(at.count() == "1");
}

TEST_CASE("a signature that does not fit, a channel of nobody and what it does not speak are "
          "refused",
          "[e2e]") {
  stage_at_work at;
  sandbox::order_stream_options wanted;
  wanted.orders_count = 60;
  wanted.issued = {1'900'000'000LL * 1'000'000'000};
  wanted.shopify_secret = stage_set::webshop_secret();
  std::string webhook;
  for (const auto& each : sandbox::make_order_stream(wanted))
    if (each.channel == "shopify" && webhook.empty())
      webhook = each.body;
  REQUIRE_FALSE(webhook.empty());
  const auto signed_as = [](const std::string& signature) {
    return variables{{"Content-Type", "application/json"}, {"X-Shopify-Hmac-Sha256", signature}};
  };
  for (const auto& signature :
       {base64_hmac("a guess", webhook), std::string{"AAAA"}, std::string{}}) {
    const auto refused = at.hand_in("webshop", webhook, signed_as(signature));
    CHECK(refused.status == 401);
    CHECK(refused.says("/problems/bad-signature"));
    CHECK_FALSE(refused.says(stage_set::webshop_secret()));
  }
  // One byte more, and the right signature is not right any more.
  const auto right = base64_hmac(stage_set::webshop_secret(), webhook);
  CHECK(at.hand_in("webshop", webhook + " ", signed_as(right)).status == 401);

  const auto nobody = at.gantry({"submit", "--channel", "fax", GANTRY_SOURCE_DIR "/README.md"});
  CHECK(nobody.exit_code == 3);
  CHECK(nobody.says("GE1005"));
  CHECK(nobody.says("no channel fax is configured; there are: edi, portal, webshop"));
  const auto spoken = at.hand_in("edi", "{}", {{"Content-Type", "application/json"}});
  CHECK(spoken.status == 415);
  CHECK(at.count() == "0");

  CHECK(at.hand_in("webshop", webhook, signed_as(right)).status == 202);
  CHECK(at.count() == "1");
}

TEST_CASE("a document of which one order is wrong brings the others, and names the wrong one",
          "[e2e]") {
  stage_at_work at;
  const auto file = (at.folder() / "batch.json").string();
  write_file(file, "[" + order("A-1") + "," + order("A-2", {{"currency", R"("EURO")"}}) + "," +
                       order("A-3") + "]");
  const auto mixed = at.gantry({"submit", "--channel", "portal", file});
  INFO(mixed.out << mixed.err);
  CHECK(mixed.exit_code == 1); // not all that was handed in is on its way
  CHECK(mixed.out.find("portal/portal/A-1  ") != std::string::npos);
  CHECK(mixed.out.find("-  A-2  refused") != std::string::npos);
  CHECK(mixed.out.find("portal/portal/A-3  ") != std::string::npos);
  CHECK(mixed.says("  error: order A-2: input.currency: the currency is three capital letters "
                   "(ISO 4217), such as EUR (it is EURO)"));
  CHECK(at.count() == "2");
  // What is said of it later names the same, with the finding's code.
  const auto listed = at.gantry({"documents", "list", "--state", "finding", "--json"}).json();
  const auto document = listed.find("items")->as_list().at(0).find("id")->as_string();
  CHECK(mixed.says("help: `gantry documents show " + document + "`"));
  CHECK(at.gantry({"documents", "show", document}).out.find("order-currency  order A-2: ") !=
        std::string::npos);
  write_file(file, order("A-1", {{"rush", "true"}}));
  const auto conflict = at.gantry({"submit", "--channel", "portal", file});
  CHECK(conflict.exit_code == 4);
  CHECK(conflict.out.find("key-conflict") != std::string::npos);
  write_file(file, " " + order("A-1"));
  const auto known = at.gantry({"submit", "--channel", "portal", file});
  CHECK(known.exit_code == 0);
  CHECK(known.out.find("known already") != std::string::npos);
  write_file(file, order("A-4", {{"currency", R"("EURO")"}}));
  CHECK(at.gantry({"submit", "--channel", "portal", file}).exit_code == 1);
  write_file(file, "{ not JSON");
  const auto broken = at.gantry({"submit", "--channel", "portal", file});
  CHECK(broken.exit_code == 1); // kept, so that nothing is lost, and no order came of it
  CHECK(broken.out.find("no orders") != std::string::npos);
  CHECK_FALSE(broken.err.empty());
}

} // namespace gantry::cli::test
