#include "tests/cli/gantry_run.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

namespace gantry::cli::test {
namespace {

namespace fs = std::filesystem;

constexpr auto fine = "/// Says no.\nworkflow no(order: Order) {\n  version 1\n  key order.id\n"
                      "  reject \"no\"\n}\n";
constexpr auto order_type = "type Order {\n  id: string\n}\n";

run_result check_in(const own_folder& folder, std::vector<std::string> arguments) {
  run_options how;
  how.folder = folder.path();
  arguments.insert(arguments.begin(), "check");
  return run(arguments, how);
}

} // namespace

TEST_CASE("a folder without flows does not check", "[e2e]") {
  const own_folder folder;
  fs::create_directories(folder / "empty");
  const auto got = check_in(folder, {"empty"});
  CHECK(got.exit_code == 1);
  CHECK(got.says("GE3001"));
  CHECK(got.says("holds no workflow"));
}

TEST_CASE("one file is checked with what it imports and nothing else", "[e2e]") {
  const own_folder folder;
  write_file(folder / "one.flow", "import \"own/order.flow\"\n" + std::string(fine));
  write_file(folder / "own/order.flow", order_type);
  write_file(folder / "other.flow", "workflow broken( {\n");
  write_file(folder / "deep/down.flow", "nonsense\n");
  const auto got = check_in(folder, {"one.flow"});
  INFO(got.err);
  CHECK(got.exit_code == 0);
  CHECK(got.out == "1 workflow, 0 errors, 0 warnings\n");
  CHECK(check_in(folder, {"."}).exit_code == 1);
}

TEST_CASE("places are seen from where the command runs, so that an editor can jump to them",
          "[e2e]") {
  const own_folder folder;
  write_file(folder / "flows/one.flow",
             "workflow one(order: Nobody) {\n  version 1\n  key order.id\n}\n");
  CHECK(check_in(folder, {"flows"}).says("--> flows/one.flow:1:"));
  CHECK(check_in(folder, {"flows/one.flow"}).says("--> flows/one.flow:1:"));
  const auto json = check_in(folder, {"flows", "--json"});
  CHECK(json.out.find(R"("file":"flows/one.flow")") != std::string::npos);
}

TEST_CASE("JSON of a check is lines of mistakes alone, and people read how many", "[e2e]") {
  const own_folder folder;
  write_file(folder / "flows/types/order.flow", order_type);
  write_file(folder / "flows/no.flow", "import \"types/order.flow\"\n" + std::string(fine));
  const auto got = check_in(folder, {"flows", "--json"});
  CHECK(got.exit_code == 0);
  CHECK(got.out.empty());
  CHECK(got.err == "1 workflow, 0 errors, 0 warnings\n");
}

TEST_CASE("bytes that a terminal would act on, or that are no text, are not printed", "[e2e]") {
  const own_folder folder;
  write_file(folder / "odd.flow", "workflow one(order: \xff\x1b[31m) {\n");
  const auto got = check_in(folder, {"odd.flow"});
  CHECK(got.exit_code == 1);
  CHECK(got.err.find('\xff') == std::string::npos);
  CHECK(got.err.find('\x1b') == std::string::npos);
}

TEST_CASE("a flow that this version cannot run checks, and is not served", "[e2e]") {
  const own_folder folder;
  write_file(folder / "flows/types/order.flow", order_type);
  write_file(folder / "flows/two.flow",
             "import \"types/order.flow\"\nworkflow two(order: Order) {\n  version 1\n"
             "  key order.id\n  parallel { branch { } branch { } }\n}\n");
  const auto got = check_in(folder, {"flows"});
  CHECK(got.exit_code == 0);
  CHECK(got.says("note[GF0123]"));
  CHECK(got.says("`parallel`"));
  CHECK(got.out == "1 workflow, 0 errors, 0 warnings, 1 note\n");
  run_options how;
  how.folder = folder.path();
  const auto served = run({"serve", "--flows", "flows"}, how);
  CHECK(served.exit_code == 1);
  CHECK(served.says("GF0123"));
  CHECK(served.says("flows/two.flow:5:3"));
}

TEST_CASE("what is not run is told in one note a workflow, which names each construct", "[e2e]") {
  const own_folder folder;
  write_file(folder / "flows/types/order.flow", order_type);
  write_file(folder / "flows/two.flow",
             "import \"types/order.flow\"\nworkflow two(order: Order) {\n  version 1\n"
             "  key order.id\n  parallel { branch { } branch { } }\n"
             "  match order.id {\n    \"a\" { reject \"a\" }\n    else { }\n  }\n"
             "  parallel { branch { } branch { } }\n}\n");
  const auto got = check_in(folder, {"flows"});
  INFO(got.err);
  CHECK(got.out == "1 workflow, 0 errors, 0 warnings, 1 note\n");
  CHECK(got.says("`parallel` (2 places), `match`"));
  CHECK(got.says("--> flows/two.flow:2:1"));
  CHECK(got.says("::: flows/two.flow:5:3 `parallel` (2 places)\n"));
  CHECK(got.says("::: flows/two.flow:6:3 `match`\n"));
  run_options how;
  how.folder = folder.path();
  const auto served = run({"serve", "--flows", "flows"}, how);
  CHECK(served.exit_code == 1);
  CHECK(served.says("`parallel` (2 places), `match`"));
  CHECK(served.says("a workflow of flows uses what this version does not run yet"));
}

TEST_CASE("what is not run is told once for each construct, with the number of its places",
          "[e2e]") {
  const own_folder folder;
  write_file(folder / "two.flow", std::string(order_type) +
                                      "workflow two(order: Order) {\n  version 1\n"
                                      "  key order.id\n  parallel { branch { } branch { } }\n"
                                      "  parallel { branch { } branch { } }\n}\n");
  const auto got = check_in(folder, {"two.flow"});
  INFO(got.err);
  CHECK(got.out == "1 workflow, 0 errors, 0 warnings, 1 note\n");
  CHECK(got.says("`parallel` (2 places)"));
  CHECK(got.says("two.flow:7:3"));
  const auto json = check_in(folder, {"two.flow", "--json"});
  CHECK(std::count(json.out.begin(), json.out.end(), '\n') == 1);
}

TEST_CASE("the page of a code is printed, with an example and the mended one", "[e2e]") {
  const own_folder folder;
  const auto got = check_in(folder, {"--explain", "GF0269"});
  CHECK(got.exit_code == 0);
  CHECK(got.out.find("Example:") != std::string::npos);
  CHECK(got.out.find("Mended:") != std::string::npos);
  CHECK(check_in(folder, {"--explain", "GF0999"}).exit_code == 3);
}

TEST_CASE("the page of a mistake is found in small letters too", "[e2e]") {
  const auto page = run({"check", "--explain", "gf0304"});
  CHECK(page.exit_code == 0);
  CHECK(page.out == run({"check", "--explain", "GF0304"}).out);
  const auto none = run({"check", "--explain", "GF999"});
  CHECK(none.exit_code == 3);
  CHECK(none.says("four digits"));
}

TEST_CASE("a check can be printed as SARIF", "[e2e]") {
  const own_folder folder;
  write_file(folder / "one.flow",
             "workflow one(order: Nobody) {\n  version 1\n  key order.id\n}\n");
  const auto got = check_in(folder, {"--sarif", "one.flow"});
  CHECK(got.exit_code == 1);
  CHECK(got.out.find(R"("version":"2.1.0")") != std::string::npos);
  CHECK(got.out.find(R"("ruleId":"GF0260")") != std::string::npos);
  CHECK(got.out.find(R"("startLine":1)") != std::string::npos);
  CHECK(got.out.find(R"("id":"GF0260","shortDescription":{"text":")") != std::string::npos);
  CHECK(got.out.find(R"("help":{"text":")") != std::string::npos);
}

TEST_CASE("SARIF names files as the checkout sees them, and points to pages and second places",
          "[e2e]") {
  const own_folder folder;
  fs::create_directories(folder / "shop/.git");
  write_file(folder / "shop/flows/o ne.flow",
             "type Twice { id: string }\ntype Twice { id: string }\n");
  run_options how;
  how.folder = (folder / "shop/flows").string();
  const auto got = run({"check", "--sarif", "o ne.flow"}, how);
  INFO(got.out);
  const auto root = fs::canonical(folder / "shop").string();
  CHECK(got.out.find(R"("originalUriBaseIds":{"SRCROOT":{"uri":"file://)" + root + "/\"}}") !=
        std::string::npos);
  CHECK(got.out.find(R"("uri":"flows/o%20ne.flow","uriBaseId":"SRCROOT")") != std::string::npos);
  CHECK(got.out.find(R"("relatedLocations":[{"id":1,"physicalLocation")") != std::string::npos);
  CHECK(got.out.find(R"(docs/errors.md#gf0131")") != std::string::npos);
  CHECK(got.out.find(R"("ruleId":"GF0131","ruleIndex":0,)") != std::string::npos);
  CHECK(got.out.find(R"("defaultConfiguration":{"level":"error"})") != std::string::npos);
  how.folder = folder.path();
  const auto far = run({"check", "--sarif", (folder / "shop/flows").string()}, how);
  CHECK(far.out.find(R"("uri":"flows/o%20ne.flow","uriBaseId":"SRCROOT")") != std::string::npos);
}

TEST_CASE("a contract, types and what they share are explained without a workflow", "[e2e]") {
  const std::string flows = GANTRY_SOURCE_DIR "/workflows/";
  const auto erp = run({"check", "--explain", flows + "contracts/erp.flow"});
  CHECK(erp.exit_code == 0);
  for (const std::string part :
       {"contract erp, with calm\n", "  once create_sales_order(order: Order, price: PricedOrder)",
        "    errors      account_blocked(reason: string), price_expired\n",
        "    timeout     10s an attempt (policy calm)\n",
        "    verify      find_sales_order by the call's key, match found.total == price.total",
        "  event invoice_posted(order_id: string key", "    key         order_id\n",
        "type SalesOrder\n    number      string, key\n"})
    CHECK(erp.out.find(part) != std::string::npos);
  const auto types = run({"check", "--explain", flows + "types/order.flow"});
  CHECK(types.out.find("type Order\n") != std::string::npos);
  CHECK(types.out.find("contract") == std::string::npos);
}

TEST_CASE("an explanation names the errors that nobody handles, and the hours of calendars",
          "[e2e]") {
  const own_folder folder;
  write_file(folder / "flows/one.flow",
             "calendar desk { zone \"Europe/Vienna\"  open mon..fri \"08:00\"..\"17:00\" }\n"
             "calendar other { zone \"Europe/Vienna\"  open mon \"08:00\"..\"17:00\" }\n"
             "policy calm { timeout 1s  retry 2 times, from 1s to 2s else hold \"spent\" }\n"
             "contract far with calm {\n  read look(id: string) -> string errors gone, shut\n"
             "  event came(id: string key) keep 1d\n}\n"
             "workflow one(id: string) {\n  version 1\n  key id\n"
             "  step a = far.look(id: id) { on gone { reject \"gone\" } }\n"
             "  wait came = far.came(id: a) { within 2 workdays in desk else hold \"late\" }\n}\n");
  const auto got = check_in(folder, {"--explain", "flows"});
  INFO(got.out << got.err);
  CHECK(got.out.find("    on          shut: nobody handles it, held\n") != std::string::npos);
  CHECK(got.out.find("    deadline    none (the default)\n") != std::string::npos);
  CHECK(got.out.find("    keep        1d, when it comes early\n") != std::string::npos);
  CHECK(got.out.find("    calendar    desk: mon..fri 08:00..17:00, zone Europe/Vienna\n") !=
        std::string::npos);
  CHECK(got.out.find("other:") == std::string::npos);
}

TEST_CASE("types and contracts are exported as JSON Schema", "[e2e]") {
  run_options how;
  const auto whole = run({"schema", GANTRY_SOURCE_DIR "/workflows"}, how);
  CHECK(whole.exit_code == 0);
  CHECK(whole.out.find(R"("erp.create_sales_order.request")") != std::string::npos);
  const auto order = run({"schema", GANTRY_SOURCE_DIR "/workflows", "order_to_cash.input"}, how);
  CHECK(order.out.find(R"("$ref":"#/$defs/order_to_cash.input")") != std::string::npos);
  CHECK(order.out.find(R"("erp.create_sales_order.request":)") == std::string::npos);
  const auto wrong = run({"schema", GANTRY_SOURCE_DIR "/workflows", "order_to_cash.imput"}, how);
  CHECK(wrong.exit_code == 3);
  CHECK(wrong.says("did you mean `order_to_cash.input`?"));
  const auto part = run({"schema", GANTRY_SOURCE_DIR "/workflows", "create_sales"}, how);
  CHECK(part.exit_code == 3);
  CHECK(part.says("there is erp.create_sales_order."));
  const auto none = run({"schema", GANTRY_SOURCE_DIR "/workflows", "qqqqqqqqqqqq"}, how);
  CHECK(none.exit_code == 3);
  CHECK(none.err.size() < 600);
}

TEST_CASE("the schema of a type holds what it is made of, and nothing else", "[e2e]") {
  const own_folder folder;
  write_file(folder / "all.flow", "enum Colour { red, blue }\ntype Part { colour: Colour }\n"
                                  "type Whole { parts: Part[] }\ntype Other { id: string }\n");
  run_options how;
  how.folder = folder.path();
  const auto colour = run({"schema", "all.flow", "Colour"}, how);
  INFO(colour.err);
  CHECK(colour.out ==
        R"({"$schema":"https://json-schema.org/draft/2020-12/schema","$ref":"#/$defs/Colour",)"
        R"("$defs":{"Colour":{"enum":["red","blue"]}}})"
        "\n");
  const auto whole = run({"schema", "all.flow", "Whole"}, how);
  for (const std::string name : {R"("Colour":{)", R"("Part":{)", R"("Whole":{)"})
    CHECK(whole.out.find(name) != std::string::npos);
  CHECK(whole.out.find("Other") == std::string::npos);
}

TEST_CASE("a file that is too large is a mistake of that file, and the others are checked",
          "[e2e]") {
  const own_folder folder;
  write_file(folder / "flows/types/large.flow", "// " + std::string(1u << 20, 'x') + "\n");
  write_file(folder / "flows/types/order.flow", order_type);
  write_file(folder / "flows/no.flow", "import \"types/order.flow\"\n" + std::string(fine));
  write_file(folder / "flows/user.flow",
             "import \"types/large.flow\"\nworkflow user(large: Large) {\n  version 1\n"
             "  key large.id\n  hold larger(large.id)\n}\n");
  write_file(folder / "flows/wrong.flow",
             "import \"types/order.flow\"\nworkflow wrong(order: Order) {\n  version 1\n"
             "  key order.ids\n}\n");
  for (const std::string place : {"flows", "flows/types/large.flow"}) {
    INFO(place);
    const auto text = check_in(folder, {place});
    CHECK(text.exit_code == 1);
    CHECK(text.says("error[GF0106]: this file is larger than 1 MiB"));
    CHECK(text.says("--> flows/types/large.flow:1:1"));
    CHECK(text.err.size() < 3'000);
    const auto json = check_in(folder, {place, "--json"});
    CHECK(json.exit_code == 1);
    CHECK(json.out.find(R"("file":"flows/types/large.flow","line":1)") != std::string::npos);
    CHECK(json.out.find(R"("code":"GF0106")") != std::string::npos);
    const auto sarif = check_in(folder, {place, "--sarif"});
    CHECK(sarif.exit_code == 1);
    CHECK(sarif.out.find(R"("ruleId":"GF0106")") != std::string::npos);
  }
  const auto all = check_in(folder, {"flows"});
  INFO(all.err);
  CHECK(all.says("error[GF0202]"));
  CHECK(all.out ==
        "3 workflows, 2 errors, 0 warnings\n"); // what the user's flow lacks is not known
}

TEST_CASE("the files that tests read are looked for from the root of the flows", "[e2e]") {
  const own_folder folder;
  write_file(folder / "flows/types/order.flow", order_type);
  write_file(folder / "flows/samples/one.json", "{\"id\":\"1\"}");
  const auto flow = [&](const std::string& sample) {
    write_file(folder / "flows/no.flow",
               "import \"types/order.flow\"\n" + std::string(fine) +
                   "test \"it says no\" for no {\n  given order = file(\"samples/" + sample +
                   "\")\n  then  it is rejected\n}\n");
    return check_in(folder, {"flows"});
  };
  CHECK(flow("one.json").exit_code == 0);
  const auto missing = flow("two.json");
  CHECK(missing.exit_code == 1);
  CHECK(missing.says("error[GF0321]: there is no file `samples/two.json`"));
}

TEST_CASE("a folder of too many files is a mistake that every output shows", "[e2e]") {
  const own_folder folder;
  for (int i = 0; i <= 1'000; ++i)
    write_file(folder / ("flows/f" + std::to_string(10'000 + i) + ".flow"), "");
  CHECK(check_in(folder, {"flows"}).says("error[GF0125]"));
  CHECK(check_in(folder, {"flows", "--json"}).out.find(R"("code":"GF0125")") != std::string::npos);
  CHECK(check_in(folder, {"flows", "--sarif"}).out.find(R"("ruleId":"GF0125")") !=
        std::string::npos);
}

TEST_CASE("a file that is too large to lay out is told, and the others are laid out", "[e2e]") {
  const own_folder folder;
  write_file(folder / "flows/large.flow", "// " + std::string(1u << 20, 'x') + "\n");
  write_file(folder / "flows/order.flow", "type Order { id:   string }\n");
  run_options how;
  how.folder = folder.path();
  const auto got = run({"fmt", "flows"}, how);
  CHECK(got.exit_code == 1);
  CHECK(got.says("error[GF0106]"));
  CHECK(got.out.find("laid out flows/order.flow") != std::string::npos);
}

} // namespace gantry::cli::test
