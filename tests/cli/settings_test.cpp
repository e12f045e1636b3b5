#include "gateway/http_connector.hpp"
#include "tests/cli/gantry_run.hpp"

#include <catch2/catch.hpp>

#include <sstream>

namespace gantry::cli::test {
namespace {

struct setting {
  std::string value, origin;
};

/// `gantry config --json` with these flags, in this folder, as one setting.
setting in_force(const std::string& key, const std::vector<std::string>& flags,
                 const run_options& how) {
  std::vector<std::string> arguments{"config", "--json"};
  arguments.insert(arguments.end(), flags.begin(), flags.end());
  const auto got = run(arguments, how);
  INFO(got.err);
  REQUIRE(got.exit_code == 0);
  std::istringstream lines(got.out);
  for (std::string line; std::getline(lines, line);) {
    const auto json = parse_json(line);
    REQUIRE(json.has_value());
    if (json->find("key")->as_string() == key)
      return {json->find("value")->as_string(), json->find("origin")->as_string()};
  }
  FAIL("config does not print " + key);
  return {};
}

run_result config_of(const std::string& toml) {
  const own_folder folder;
  write_file(folder / "gantry.toml", toml);
  run_options here;
  here.folder = folder.path();
  return run({"config"}, here);
}

} // namespace

TEST_CASE("flags go before variables, these before the file, this before defaults", "[e2e]") {
  const own_folder folder;
  run_options how;
  how.folder = folder.path();
  CHECK(in_force("listen", {}, how).value == "127.0.0.1:7400");
  CHECK(in_force("listen", {}, how).origin == "default");
  write_file(folder / "gantry.toml", "# settings\nlisten = \"127.0.0.1:1111\"\nshards = 3\n");
  CHECK(in_force("listen", {}, how).value == "127.0.0.1:1111");
  CHECK(in_force("listen", {}, how).origin.find("gantry.toml:2") != std::string::npos);
  CHECK(in_force("shards", {}, how).value == "3");
  how.environment = {{"GANTRY_LISTEN", "127.0.0.1:2222"}, {"GANTRY_OPEN_ORDERS_MAX", "17"}};
  CHECK(in_force("listen", {}, how).value == "127.0.0.1:2222");
  CHECK(in_force("listen", {}, how).origin == "GANTRY_LISTEN");
  CHECK(in_force("open_orders_max", {}, how).value == "17");
  CHECK(in_force("listen", {"--listen", "127.0.0.1:3333"}, how).value == "127.0.0.1:3333");
  CHECK(in_force("listen", {"--listen", "127.0.0.1:3333"}, how).origin == "--listen");
  CHECK(in_force("shards", {"--listen", "127.0.0.1:3333"}, how).value == "3");

  // Another file: by flag before by variable before the one that lies here.
  write_file(folder / "other.toml", "shards = 5\n");
  write_file(folder / "third.toml", "shards = 7\n");
  how.environment = {{"GANTRY_CONFIG", "other.toml"}};
  CHECK(in_force("shards", {}, how).value == "5");
  CHECK(in_force("shards", {"--config", "third.toml"}, how).value == "7");
}

TEST_CASE("unknown keys are refused with the place and a suggestion", "[e2e]") {
  const auto top = config_of("lisen = \"127.0.0.1:1\"\n");
  CHECK(top.exit_code == 1);
  CHECK(top.says("GE3002"));
  CHECK(top.says("gantry.toml:1"));
  CHECK(top.says("did you mean `listen`?"));
  const auto adapter =
      config_of("[adapters.erp]\ncontract = \"erp\"\nkind = \"http\"\nurl = \"http://h\"\n"
                "max_inflight = 3\n");
  CHECK(adapter.exit_code == 1);
  CHECK(adapter.says("gantry.toml:5"));
  CHECK(adapter.says("did you mean `max_in_flight`?"));
  const auto channel =
      config_of("[channels.edi]\nkind = \"x12\"\nworkflow = \"w\"\nsecrets = \"d\"\n");
  CHECK(channel.says("did you mean `secret`?"));
  const auto strange = config_of("quetzalcoatl = 1\n");
  CHECK(strange.says("quetzalcoatl"));
  CHECK(strange.says("known keys"));
}

TEST_CASE("values that do not fit are refused with their place and what would fit", "[e2e]") {
  CHECK(config_of("shards = \"many\"\n").says("shards"));
  CHECK(config_of("shards = 0\n").says("between 1 and 64"));
  CHECK(config_of("drain = \"soon\"\n").says("time span"));
  CHECK(config_of("shards = [1]\n").says("gantry.toml:1"));
  CHECK(config_of("[adapters.erp]\nkind = \"http\"\nurl = \"http://h\"\n").says("`contract`"));
  CHECK(config_of("[adapters.erp]\ncontract = \"erp\"\nkind = \"smoke\"\nurl = \"u\"\n")
            .says("smoke"));
  CHECK(config_of("listen = \n").says("is not TOML"));
  for (const std::string toml : {"shards = 0\n", "listen = \n", "[adapters]\nerp = 1\n"})
    CHECK(config_of(toml).exit_code == 1);
  const auto missing = run({"config", "--config", "/no/such/gantry.toml"});
  CHECK(missing.exit_code == 1);
  CHECK(missing.says("/no/such/gantry.toml"));
}

TEST_CASE("misspelt variables, levels and addresses are told with what was meant", "[e2e]") {
  const own_folder folder;
  run_options how;
  how.folder = folder.path();
  how.environment = {{"GANTRY_LISTN", "1"}};
  const auto near = run({"config"}, how);
  CHECK(near.exit_code == 1);
  CHECK(near.says("GANTRY_LISTN"));
  CHECK(near.says("did you mean GANTRY_LISTEN?"));
  // What others put there, such as a scheduler of containers, is none of our business.
  how.environment = {{"GANTRY_SERVICE_HOST", "10.0.0.1"}, {"GANTRY_PORT_7400_TCP", "tcp://h"}};
  CHECK(run({"config"}, how).exit_code == 0);
  // A secret may have any name.
  write_file(folder / "gantry.toml", "[channels.shop]\nkind = \"shopify\"\nworkflow = \"w\"\n"
                                     "secret = \"env:GANTRY_SITES\"\n");
  how.environment = {{"GANTRY_SITES", "x"}};
  CHECK(run({"config"}, how).exit_code == 0);

  CHECK(config_of("log_level = \"loud\"\n").says("debug, info, warn and error"));
  CHECK(config_of("listen = \"x\"\n").says("gantry.toml:1"));
  CHECK(config_of("server = \"foo\"\n").says("http://"));
  const auto adapter =
      config_of("[adapters.x]\nkind = \"http\"\nurl = \"http://h\"\ncontrct = \"erp\"\n");
  CHECK(adapter.says("gantry.toml:4"));
  CHECK(adapter.says("did you mean `contract`?"));
  CHECK(config_of("shards = 3\n[adapters.x]\nkind = \"http\"\n").says("gantry.toml:2"));
}

TEST_CASE("a client verb does not care for settings that it does not use", "[e2e]") {
  run_options how;
  how.environment = {{"GANTRY_SHARDS", "x"}};
  const auto listed = run({"orders", "list", "--server", "http://127.0.0.1:9"}, how);
  INFO(listed.err);
  CHECK(listed.exit_code == 5); // it came as far as asking
  how.environment = {{"GANTRY_SERVER", "x"}};
  CHECK(run({"orders", "list"}, how).says("GANTRY_SERVER"));
}

TEST_CASE("flags are written with dashes, and taken with underscores too", "[e2e]") {
  const own_folder folder;
  run_options how;
  how.folder = folder.path();
  for (const std::string flag : {"--open-orders-max", "--open_orders_max"}) {
    CHECK(in_force("open_orders_max", {flag, "17"}, how).value == "17");
    CHECK(in_force("open_orders_max", {flag + "=17"}, how).origin == "--open-orders-max");
  }
  const auto help = run({"serve", "--help"}).out;
  CHECK(help.find("--log-level") != std::string::npos);
  CHECK(help.find("--log_level") == std::string::npos);
}

TEST_CASE("an adapter that no flow calls is told at the start", "[e2e]") {
  lone_engine engine("[adapters.e9]\ncontract = \"epr\"\nkind = \"http\"\nurl = \"http://h\"\n");
  engine.start();
  const auto log = engine.log();
  CHECK(log.find("[adapters.e9] serves the contract `epr`, which no deployed flow calls") !=
        std::string::npos);
  CHECK(log.find("[adapters.erp]") == std::string::npos);
}

TEST_CASE("a secret is shown as *** and stands in no log", "[e2e]") {
  const std::string secret = "correct-horse-battery-staple";
  const own_folder folder;
  write_file(folder / "secret.txt", secret + "\n");
  const std::string channels = "[channels.shop]\nkind = \"shopify\"\nworkflow = \"order_to_cash\"\n"
                               "partner = \"p\"\nsecret = \"env:SHOP_SECRET\"\n"
                               "[channels.portal]\nkind = \"json\"\nworkflow = \"order_to_cash\"\n"
                               "partner = \"p\"\nsecret = \"file:" +
                               (folder / "secret.txt").string() + "\"\n";
  lone_engine engine("log_level = \"debug\"\n" + channels);
  run_options how;
  how.environment = {{"SHOP_SECRET", secret}};
  for (const std::vector<std::string>& flags :
       {std::vector<std::string>{"config", "--config", engine.settings_file()},
        std::vector<std::string>{"config", "--json", "--config", engine.settings_file()}}) {
    const auto shown = run(flags, how);
    CHECK(shown.exit_code == 0);
    CHECK(shown.out.find("***") != std::string::npos);
    CHECK(shown.out.find(secret) == std::string::npos);
    CHECK(shown.out.find("SHOP_SECRET") == std::string::npos);
  }
  engine.start(how.environment);
  gateway::http_client client(engine.url());
  const auto refused =
      client.request("POST", "/v1/channels/shop/documents", "{}",
                     {{"Content-Type", "application/json"}, {"X-Shopify-Hmac-Sha256", "AAAA"}});
  REQUIRE(refused.has_value());
  CHECK(refused->status == 401);
  CHECK(refused->body.find(secret) == std::string::npos);
  engine.process().end(10'000);
  CHECK(engine.log().find(secret) == std::string::npos);
  // In the file itself a secret has no place.
  const auto plain =
      run({"serve", "--config", [&] {
             write_file(folder / "plain.toml",
                        "data = \"" + (folder / "d").string() +
                            "\"\nlisten = \"127.0.0.1:0\"\nflows = \"" GANTRY_SOURCE_DIR
                            "/workflows\"\n[channels.shop]\nkind = \"shopify\"\n"
                            "workflow = \"order_to_cash\"\nsecret = \"" +
                            secret + "\"\n" + deserted_adapters());
             return (folder / "plain.toml").string();
           }()});
  CHECK(plain.exit_code == 1);
  CHECK(plain.says("env:NAME or file:PATH"));
  CHECK_FALSE(plain.says(secret));
}

TEST_CASE("a span of what is kept that would empty the database is refused", "[e2e]") {
  for (const std::string wrong : {"90s", "23h", "-5d", "forever"}) {
    const auto got = config_of("keep_orders = \"" + wrong + "\"\n");
    INFO(got.out << got.err);
    CHECK(got.exit_code == 1);
    CHECK(got.err.find(wrong) != std::string::npos);
  }
  CHECK(config_of("keep_orders = \"1d\"\nkeep_documents = \"0s\"\n").exit_code == 0);
  CHECK(config_of("drain = \"-5s\"\n").exit_code == 1);
}

} // namespace gantry::cli::test
