#include "tests/cli/gantry_run.hpp"

#include <catch2/catch.hpp>

namespace gantry::cli::test {
namespace {

run_result eval_with(std::vector<std::string> arguments, const std::string& input = {}) {
  run_options how;
  how.input = input;
  arguments.insert(arguments.begin(), "eval");
  return run(arguments, how);
}

} // namespace

TEST_CASE("eval prints the value of an expression", "[e2e]") {
  CHECK(eval_with({"0.1m + 0.2m"}).out == "0.3m\n");
  CHECK(eval_with({"--json", "0.1m + 0.2m"}).out == "\"0.3\"\n");
  CHECK(eval_with({"[1, 2, 3].map(x, x * 2)"}).out == "[2,4,6]\n");
  CHECK(eval_with({"type(ip('10.0.0.1'))"}).out == "net.IP\n");
  CHECK(eval_with({"optional.of(5)"}).out == "optional.of(5)\n");
  const std::pair<const char*, const char*> kinds[] = {
      {"7u", "7u"},
      {"6.0 / 2.0", "3.0"},
      {"0.0 / 0.0", "double(\"NaN\")"},
      {"b'a\\xff'", "b\"a\\xff\""},
      {"90min", "1h30min"},
      {"duration('1us')", "duration(\"0.000001s\")"},
      {"timestamp(0)", "timestamp(\"1970-01-01T00:00:00Z\")"},
      {"type(timestamp(0))", "timestamp"},
      {"optional.of(optional.none())", "optional.of(optional.none())"},
      {"{1u: [2m, null, 'x']}", "{1u:[2m,null,\"x\"]}"}};
  for (const auto& [expression, shown] : kinds) {
    const auto once = eval_with({expression});
    CHECK(once.out == std::string(shown) + "\n");
    CHECK(eval_with({shown}).out == once.out); // it is an expression for the same value
  }
}

TEST_CASE("eval reads names from JSON with all their digits", "[e2e]") {
  const auto got =
      eval_with({"order.lines.sum(l, l.price)", "--bindings",
                 R"({"order":{"lines":[{"price":0.10},{"price":1234567890123456789.01}]}})"});
  CHECK(got.out == "1234567890123456789.11m\n");
  const own_folder folder;
  write_file(folder / "names.json", R"({"a":{"b":7}})");
  CHECK(eval_with({"a.b + 1", "--bindings", "@" + (folder / "names.json").string()}).out == "8\n");
}

TEST_CASE("eval says where an expression is wrong and answers with exit code 1", "[e2e]") {
  const auto unknown = eval_with({"ordr.total", "--bindings", R"({"order":{}})"});
  CHECK(unknown.exit_code == 1);
  CHECK(unknown.says("GF0201"));
  CHECK(unknown.says("did you mean `order`?"));
  CHECK(unknown.out.empty());
  const auto failed = eval_with({"1 / 0"});
  CHECK(failed.exit_code == 1);
  CHECK(failed.says("division by zero"));
  CHECK(eval_with({"1 +"}).says("GF0110"));
}

TEST_CASE("eval without an expression, or with bindings that are none, is refused", "[e2e]") {
  CHECK(eval_with({}).exit_code == 2);
  CHECK(eval_with({"1", "--jsonl"}).exit_code == 2);
  CHECK(eval_with({"1", "--bindings", "[]"}).says("no JSON object"));
  CHECK(eval_with({"1", "--bindings", "@/nowhere"}).exit_code == 3);
}

TEST_CASE("eval says how a name gets a value, and how an expression is handed over", "[e2e]") {
  CHECK(eval_with({"x + 1"}).says(R"(--bindings '{"x": 1}')"));
  CHECK(eval_with({"ordr.total", "--bindings", R"({"order":{}})"}).says("did you mean `order`?"));
  const auto sign = eval_with({"-x"});
  CHECK(sign.exit_code == 2);
  CHECK(sign.says("gantry eval -- '-x'"));
  CHECK(eval_with({"--bindings", R"({"x":2})", "--", "-x"}).out == "-2\n");
  CHECK(eval_with({"--bindngs", "{}", "1"}).says("did you mean `--bindings`?"));
  CHECK(eval_with({"5", "min"}).says("put it into quotes"));
}

TEST_CASE("eval tells failures in words, with what to write instead", "[e2e]") {
  const auto zero = eval_with({"1m / 0m"});
  CHECK(zero.says("division by zero: decimal \"1\" / decimal \"0\""));
  CHECK_FALSE(zero.says("division_by_zero"));
  CHECK(zero.says("b == 0 ? 0 : a / b"));
  const auto far = eval_with({"timestamp('1600-01-01T00:00:00Z')"}); // CEL has it, a flow has not
  CHECK(far.out == "timestamp(\"1600-01-01T00:00:00Z\")\n");
  CHECK(far.says("no field of a flow can hold it"));
  CHECK(eval_with({"a and b"}).says("`&&`"));
  CHECK(eval_with({"5 min"}).says("`5min`"));
  CHECK(eval_with({"1 = 1"}).says("`==`"));
  CHECK(eval_with({"not true"}).says("`!`"));
}

TEST_CASE("eval --jsonl answers each record with a typed value or an error", "[e2e]") {
  const auto got = eval_with(
      {"--jsonl"}, R"json({"id":"a","expr":"x + 1u","bindings":{"x":{"uint":"2"}},"other":1}
{"id":"b","expr":"1 +","bindings":{}}

{"id":"c","expr":"1 + 'a'","bindings":{}}
{"id":"d","expr":"1 / 0"}
{"id":"e","expr":"x || true","disable_check":true}
{"id":"f"}
no record
{"id":"g","expr":"timestamp('0001-01-01T00:00:00Z')"}
)json");
  INFO(got.out);
  CHECK(got.exit_code == 0);
  CHECK(got.out.find(R"({"id":"a","value":{"uint":"3"}})") == 0);
  CHECK(got.out.find(R"({"id":"e","value":{"bool":true}})") != std::string::npos);
  CHECK(got.out.find(R"({"id":"g","value":{"timestamp":"0001-01-01T00:00:00Z"}})") !=
        std::string::npos);
  const auto phase_of = [&](const std::string& id) {
    const auto from = got.out.find("{\"id\":" + id + ",\"error\"");
    const auto at = from == std::string::npos ? from : got.out.find("\"phase\":", from);
    return at == std::string::npos ? "" : got.out.substr(at + 8, got.out.find('}', at) - at - 8);
  };
  CHECK(phase_of("\"b\"") == "\"parse\"");
  CHECK(phase_of("\"c\"") == "\"check\"");
  CHECK(phase_of("\"d\"") == "\"eval\"");
  CHECK(phase_of("\"f\"") == "\"parse\"");
  CHECK(phase_of("null") == "\"parse\"");
}

TEST_CASE("eval --decimal-jsonl answers each record with a number or the name of an error",
          "[e2e]") {
  const auto got = eval_with({"--decimal-jsonl"},
                             R"({"id":"a","op":"divide","rounding":"half_up","args":["2","3"]}
{"id":"b","op":"divide","rounding":"half_even","args":["2","0"]}
{"id":"c","op":"tosci","rounding":"half_even","args":["1x"]}
{"id":"d","op":"root","args":["1","2"]}
{"id":"e","op":"compare","rounding":"down","args":["1.0","1.00"]}
)");
  const std::string expected = R"({"id":"a","value":"0.6666666666666666666666666666666667"}
{"id":"b","error":"division_by_zero"}
{"id":"c","error":"conversion_syntax"}
{"id":"d","error":"unknown_operation"}
{"id":"e","value":"0"}
)";
  CHECK(got.out == expected);
}

} // namespace gantry::cli::test
