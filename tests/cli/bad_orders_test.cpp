#include "tests/cli/stage_at_work.hpp"
#include "tests/support/raw_connection.hpp"

namespace gantry::cli::test {
namespace {

struct bad {
  std::string what, order;
  int exit_code;
  std::string code, where; ///< on standard error
};

std::string nested(int levels) {
  return std::string(static_cast<std::size_t>(levels), '[') +
         std::string(static_cast<std::size_t>(levels), ']');
}

std::string with_line(const std::string& quantity, const std::string& price) {
  return R"([{"id":"1","sku":"SKU-7","quantity":)" + quantity + R"(,"unit":"EA","unit_price":)" +
         price + "}]";
}

std::uint16_t port_of(const std::string& url) {
  return static_cast<std::uint16_t>(std::stoi(url.substr(url.rfind(':') + 1)));
}

} // namespace

TEST_CASE("gantry submit explains every order that cannot be taken, and nothing is left behind",
          "[e2e]") {
  const std::vector<bad> all{
      {"malformed JSON", R"({"order_number": )", 1, "GE1001", "line 1"},
      {"a second order behind the first", order("A-1") + order("A-2"), 1, "GE1001", ""},
      {"members of the request smuggled in", R"({},"generation":2)", 1, "GE1001", ""},
      {"deep nesting", order("A-1", {{"lines", nested(200)}}), 1, "GE1001", "deep"},
      {"bad UTF-8", order("A-1", {{"currency", "\"EU\xff\""}}), 1, "GE1001", "UTF-8"},
      {"a wrong type", order("A-1", {{"version", R"("one")"}}), 1, "GE1002", "input.version"},
      {"an unknown field", order("A-1", {{"colour", R"("red")"}}), 1, "GE1002", "input.colour"},
      {"a required field missing", order("A-1", {{"buyer", R"({"name":"Huber"})"}}), 1, "GE1002",
       "input.buyer.account"},
      {"money with too many digits", order("A-1", {{"payable_amount", R"("1234567890123456.50")"}}),
       1, "GE1002",
       "order A-1: input.payable_amount has more than 15 digits before or 6 after the point (it is "
       "1234567890123456.5)"},
      {"a number with too many digits",
       order("A-1", {{"payable_amount", "12345678901234567890123456789012345"}}), 1, "GE1002",
       "order A-1: input.payable_amount has more than 34 digits"},
      {"money with too fine a fraction", order("A-1", {{"payable_amount", R"("1.1234567")"}}), 1,
       "GE1002", "input.payable_amount"},
      {"a negative quantity", order("A-1", {{"lines", with_line("\"-3\"", "\"4.50\"")}}), 1,
       "GE1002",
       "order A-1: input.lines[0].quantity: a quantity is above zero; returns and "
       "cancellations are documents of their own (it is -3)"},
      {"no quantity at all", order("A-1", {{"lines", with_line("\"0\"", "\"4.50\"")}}), 1, "GE1002",
       "input.lines[0].quantity"},
      {"a negative price", order("A-1", {{"lines", with_line("\"3\"", "\"-4.50\"")}}), 1, "GE1002",
       "input.lines[0].unit_price"},
      {"no lines", order("A-1", {{"lines", "[]"}}), 1, "GE1002", "input.lines"},
      {"a currency of nobody", order("A-1", {{"currency", R"("EURO")"}}), 1, "GE1002",
       "input.currency"},
      {"an id of the sender's own", order("A-1", {{"id", R"("mine")"}}), 1, "GE1002", "input.id"},
  };
  stage_at_work at;
  const auto file = (at.folder() / "order.json").string();
  for (const auto& each : all) {
    INFO(each.what);
    write_file(file, each.order);
    const auto refused = at.gantry({"submit", file});
    INFO(refused.err);
    CHECK(refused.exit_code == each.exit_code);
    CHECK(refused.says("error[" + each.code + "]"));
    CHECK(refused.says(each.where));
    CHECK(refused.out.empty());
  }
  write_file(file, order("A-1"));
  const auto unknown = at.gantry({"submit", file, "--workflow", "order_to_cahs"});
  CHECK(unknown.exit_code == 3);
  CHECK(unknown.says("GE1004"));
  CHECK(unknown.says("order_to_cash")); // which there are
  CHECK(at.count() == "0");

  // The engine is as it was: the same file without its mistake goes through.
  const auto fine = at.gantry({"submit", file, "--wait", "20s"});
  INFO(fine.err);
  CHECK(fine.exit_code == 0);
  CHECK(fine.out.find("portal/portal/A-1  completed") != std::string::npos);
}

TEST_CASE("the same key is the same order or a conflict, and an Idempotency-Key has one body",
          "[e2e]") {
  stage_at_work at;
  const auto file = (at.folder() / "order.json").string();
  write_file(file, order("A-1"));
  const auto first = at.gantry({"submit", file});
  CHECK(first.exit_code == 0);
  // The same content in another spelling.
  write_file(file, " " + order("A-1", {{"payable_amount", "13.5"}}) + "\n");
  const auto again = at.gantry({"submit", file, "--json"});
  CHECK(again.exit_code == 0);
  CHECK(again.json().find("duplicate")->as_bool());
  CHECK(first.out.find(again.json().find("id")->as_string()) == 0);

  write_file(file, order("A-1", {{"payable_amount", R"("14.00")"}}));
  const auto other = at.gantry({"submit", file});
  CHECK(other.exit_code == 4);
  CHECK(other.says("GE1007"));
  CHECK(other.says("input.payable_amount"));

  const variables key{{"Idempotency-Key", "once"}};
  const auto kept = at.post_order(order("A-2"), key);
  CHECK(kept.status == 202);
  CHECK(at.post_order(order("A-2"), key).body == kept.body);
  const auto mismatch = at.post_order(order("A-3"), key);
  CHECK(mismatch.status == 422);
  CHECK(mismatch.says("/problems/idempotency-mismatch"));
  CHECK(at.count() == "2");
}

TEST_CASE("a hundred megabytes are refused at their announcement, and the next order is taken",
          "[e2e]") {
  stage_at_work at;
  gantry::test::raw_connection client(port_of(at.stage().engine_url()));
  client.send("POST /v1/orders HTTP/1.1\r\nHost: t\r\nContent-Type: application/json\r\n"
              "Content-Length: 104857600\r\n\r\n");
  const auto refused = client.read_answer();
  CHECK(refused.status == 413);
  CHECK(refused.body.find("/problems/too-large") != std::string::npos);

  // Sent in earnest it ends the same way, as an order and as a document.
  const auto file = (at.folder() / "large.json").string();
  write_file(file, std::string(100u << 20, ' ') + order("A-1"));
  const auto as_order = at.gantry({"submit", file});
  INFO(as_order.err);
  CHECK(as_order.exit_code == 1);
  CHECK(as_order.says("GE1012"));
  const auto as_document = at.gantry({"submit", "--channel", "portal", file});
  INFO(as_document.err);
  CHECK(as_document.exit_code == 1);
  CHECK(as_document.says("GE1012"));
  CHECK(at.count() == "0");
  CHECK(at.post_order(order("A-1")).status == 202);
}

TEST_CASE("of several files each is tried, and the exit code tells of the failure", "[e2e]") {
  stage_at_work at;
  write_file(at.folder() / "good.json", order("A-1"));
  write_file(at.folder() / "bad.json", "{");
  write_file(at.folder() / "also-good.json", order("A-2"));
  run_options here;
  here.folder = at.folder().path();
  const auto mixed =
      at.gantry({"submit", "bad.json", "good.json", "missing.json", "also-good.json"}, here);
  CHECK(mixed.exit_code != 0);
  CHECK(mixed.says("bad.json"));
  CHECK(mixed.says("missing.json"));
  CHECK(at.count() == "2");
  // What the engine says is told with the file, too.
  write_file(at.folder() / "wrong.json", order("A-9", {{"currency", R"("EURO")"}}));
  const auto wrong = at.gantry({"submit", "good.json", "wrong.json"}, here);
  CHECK(wrong.exit_code == 1);
  CHECK(wrong.says("error[GE1002]: wrong.json: order A-9: "));
  // Standard input is a file, too.
  run_options piped;
  piped.input = order("A-3");
  CHECK(at.gantry({"submit", "-"}, piped).exit_code == 0);
  CHECK(at.count() == "3");
}

} // namespace gantry::cli::test
