#include "tests/cli/stage_at_work.hpp"

#include <chrono>
#include <thread>

namespace gantry::cli::test {

TEST_CASE("usage is 2 and explained, help and version are 0", "[e2e]") {
  for (const std::vector<std::string>& wrong :
       {std::vector<std::string>{},
        {"explode"},
        {"submit"},
        {"orders"},
        {"orders", "show"},
        {"orders", "pause", "x"},
        {"serve", "--no-such-flag"},
        {"completion", "fish"},
        {"submit", "a.json", "--workflow", "w", "--channel", "c"},
        {"submit", "a.edi", "--channel", "edi", "--wait", "1s"},
        {"check", "--explain", "workflows", "--json"},
        {"check", "--explain", "workflows", "--sarif"},
        {"check", "--json", "workflows", "--sarif"}}) {
    std::string line;
    for (const auto& word : wrong)
      line += " " + word;
    INFO("gantry" << line);
    const auto got = run(wrong);
    CHECK(got.exit_code == 2);
    CHECK_FALSE(got.err.empty());
    CHECK(got.out.empty());
  }
  for (const std::vector<std::string>& fine : {std::vector<std::string>{"--help"},
                                               {"orders", "--help"},
                                               {"submit", "--help"},
                                               {"version"},
                                               {"--version"},
                                               {"version", "--json"}}) {
    const auto got = run(fine);
    CHECK(got.exit_code == 0);
    CHECK_FALSE(got.out.empty());
    CHECK(got.err.empty());
  }
  CHECK(run({"submit", "--help"}).out.find("Example: ") != std::string::npos);
  CHECK(run({"orders", "retry", "--help"}).out.find("Example: ") != std::string::npos);
  CHECK(run({"check", "x", "--json", "--sarif"}).says("cannot be given together"));
}

TEST_CASE("an engine that is not there is 5, with what to do", "[e2e]") {
  for (const std::vector<std::string>& verb : {std::vector<std::string>{"orders", "list"},
                                               {"orders", "show", "x"},
                                               {"orders", "pause", "x", "--reason", "y"},
                                               {"incidents"},
                                               {"inbox"}}) {
    auto arguments = verb;
    arguments.insert(arguments.end(), {"--server", "http://127.0.0.1:9"});
    const auto got = run(arguments);
    INFO(verb.front() << got.err);
    CHECK(got.exit_code == 5);
    CHECK(got.says("http://127.0.0.1:9"));
    CHECK(got.says("gantry serve"));
    CHECK(got.out.empty());
  }
}

TEST_CASE("what a flag needs is told before anything is sent, with the flag's name", "[e2e]") {
  struct mistake {
    std::vector<std::string> arguments;
    std::string flag;
  };
  for (const auto& [arguments, flag] : std::vector<mistake>{
           {{"submit", "a.json", "--wait", "5"}, "--wait"},
           {{"orders", "release", "x", "--reason", "r", "--until", "tomorrow"}, "--until"},
           {{"orders", "pause", "x", "--reason", " "}, "--reason"},
           {{"orders", "adopt", "x", "--reason", "r"}, "--document"},
           {{"orders", "adopt", "x", "--reason", "r", "--document", "nojson"}, "--document"},
           {{"orders", "edit", "x", "--reason", "r", "--arguments", "[1]"}, "--arguments"},
           {{"orders", "priority", "x", "--reason", "r"}, "--priority"},
           {{"orders", "priority", "x", "--reason", "r", "--priority", "101"}, "--priority"},
           {{"orders", "assign", "x", "--reason", "r"}, "--assignee"},
           {{"orders", "list", "--status", "helt"}, "did you mean `held`?"},
           {{"orders", "list", "--search", "po"}, "NAME=TEXT"},
           {{"orders", "list", "--older-than", "long"}, "--older-than"},
           {{"orders", "list", "--limit", "501"}, "--limit"},
           {{"orders", "list", "--server", "foo"}, "--server"},
           {{"inbox", "--state", "finding?"}, "did you mean `finding`?"},
           {{"incidents", "acknowledge", "x", "--reason", "r"}, "ORDER/NUMBER"},
           {{"sandbox", "--ships-after", "xx"}, "--ships-after"},
           {{"sandbox", "--engine", "foo"}, "--engine"},
           {{"serve", "--log-level", "loud"}, "loud"},
           {{"config", "--listen", "x"}, "--listen"}}) {
    const auto got = run(arguments);
    INFO(got.err);
    CHECK(got.exit_code == 2);
    CHECK(got.says("error: "));
    CHECK(got.says(flag));
    CHECK(got.says("--help"));
    CHECK(got.out.empty());
  }
}

TEST_CASE("a misspelt verb or flag is answered with the one that was meant", "[e2e]") {
  const auto verb = run({"ordesr", "list"});
  CHECK(verb.exit_code == 2);
  CHECK(verb.says("no verb `ordesr`"));
  CHECK(verb.says("did you mean `orders`?"));
  const auto inner = run({"orders", "pasue", "x", "--reason", "r"});
  CHECK(inner.says("`gantry orders` has no verb `pasue`"));
  CHECK(inner.says("did you mean `pause`?"));
  const auto flag = run({"serve", "--lisen", "127.0.0.1:1"});
  CHECK(flag.exit_code == 2);
  CHECK(flag.says("`gantry serve` has no flag `--lisen`"));
  CHECK(flag.says("did you mean `--listen`?"));
  // Two letters that changed places are one mistake, not two.
  CHECK(run({"check", "--stirct", "x"}).says("did you mean `--strict`?"));
  CHECK(run({"orders"}).says("needs a verb: list, show"));
}

TEST_CASE("verbs on orders end with 0, 1, 3 and 4 as docs/interfaces.md says", "[e2e]") {
  stage_at_work at;
  const auto file = (at.folder() / "order.json").string();
  // Over its credit limit it is held, so that there is something to say a verb on.
  write_file(file, order("A-1", {{"buyer", R"({"account":"C-1020","name":"Huber"})"},
                                 {"lines", R"([{"id":"1","sku":"SKU-7","quantity":"1000",)"
                                           R"("unit":"EA","unit_price":"4.50"}])"},
                                 {"payable_amount", R"("4500.00")"}}));
  const auto taken = at.gantry({"submit", file, "--json"});
  REQUIRE(taken.exit_code == 0);
  const auto id = taken.json().find("id")->as_string();
  for (int i = 0; i < 2'000 && !at.get("/v1/orders/" + id).says("\"status\":\"held\""); ++i)
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  const auto shown = at.gantry({"orders", "show", id});
  CHECK(shown.exit_code == 0);
  CHECK(shown.out.find("over the credit limit") != std::string::npos);
  // Words for people: no lists of JSON, and nothing that is not so.
  CHECK(shown.out.find("legal: ") != std::string::npos);
  CHECK(shown.out.find("legal: [") == std::string::npos);
  CHECK(shown.out.find("in doubt") == std::string::npos);
  CHECK(shown.out.find("input        version 1 of 20") != std::string::npos);
  CHECK(at.gantry({"orders", "timeline", id}).exit_code == 0);
  const auto listed = at.gantry({"orders", "list", "--status", "held"});
  CHECK(listed.exit_code == 0);
  CHECK(listed.out.find(id) != std::string::npos);
  CHECK(listed.out.find("\033[") == std::string::npos); // no colour where nobody looks

  const auto nobody = at.gantry({"orders", "show", "01890000-0000-7000-8000-000000000000"});
  CHECK(nobody.exit_code == 3);
  CHECK(nobody.says("GE1006"));
  const auto illegal = at.gantry({"orders", "verify", id, "--reason", "to see"});
  CHECK(illegal.exit_code == 4);
  CHECK(illegal.says("GE1009"));
  CHECK(illegal.says("legal now: pause, cancel, "));
  CHECK_FALSE(illegal.says("help:")); // which would say it again
  CHECK(illegal.says("release (hold 1)"));
  // The engine knows who speaks, not only from where [E7.7].
  const auto noted = at.gantry({"orders", "note", id, "--reason", "who am I?"});
  CHECK(noted.exit_code == 0);
  CHECK(at.get("/v1/orders/" + id + "/timeline").says("(claims cli:"));
  CHECK(at.gantry({"orders", "assign", id, "--reason", "hers", "--assignee", "anna"}).exit_code ==
        0);
  CHECK(at.gantry({"orders", "note", id, "--reason", "called"}).exit_code == 0);
  CHECK(at.gantry({"orders", "priority", id, "--reason", "big", "--priority", "90"}).exit_code ==
        0);
  const auto paused = at.gantry({"orders", "pause", id, "--reason", "wait"});
  CHECK(paused.exit_code == 0);
  CHECK(paused.out.find("held  (paused)") != std::string::npos); // the status alone says nothing
  const auto again = at.gantry({"orders", "pause", id, "--reason", "wait"});
  CHECK(again.exit_code == 0);
  CHECK(again.out.find("already paused") != std::string::npos);
  CHECK(at.gantry({"orders", "resume", id, "--reason", "go"}).exit_code == 0);
  CHECK(at.gantry({"orders", "release", id, "--reason", "they pay"}).exit_code == 0);
  CHECK(at.gantry({"orders", "cancel", id, "--reason", "no, they do not"}).exit_code == 0);
  const auto timeline = at.gantry({"orders", "timeline", id}).out;
  CHECK(timeline.find("called") != std::string::npos);
}

TEST_CASE("with --json everything that reads prints the shapes of HTTP, and nothing else",
          "[e2e]") {
  stage_at_work at;
  const auto file = (at.folder() / "order.json").string();
  write_file(file, order("A-1"));
  const auto done = at.gantry({"submit", file, "--wait", "20s", "--json"});
  CHECK(done.json().find("status")->as_string() == "completed");
  const auto id = done.json().find("id")->as_string();
  const auto same = [&](std::vector<std::string> verb, const std::string& target) {
    INFO(target);
    verb.emplace_back("--json");
    const auto printed = at.gantry(verb);
    CHECK(printed.exit_code == 0);
    CHECK(printed.out == at.get(target).body + "\n");
    CHECK(printed.err.empty());
  };
  same({"orders", "list"}, "/v1/orders?limit=50");
  same({"orders", "list", "--count", "--search", "customer=C-1002", "--limit", "3"},
       "/v1/orders?limit=3&search.customer=C-1002&count=true");
  same({"orders", "show", id}, "/v1/orders/" + id);
  same({"incidents"}, "/v1/incidents?limit=200");
  same({"incidents", "list", "--limit", "3"}, "/v1/incidents?limit=3");
  same({"inbox"}, "/v1/inbox?state=unmatched&limit=200");
  const auto timeline = at.gantry({"orders", "timeline", id, "--json"});
  CHECK(timeline.json().find("items")->as_list().size() > 5);
  // A problem is printed as it came, to standard error.
  const auto problem = at.gantry({"orders", "show", "nobody", "--json"});
  CHECK(problem.exit_code == 3);
  CHECK(problem.out.empty());
  CHECK(parse_json(problem.err)->find("code")->as_string() == "GE1006");
}

} // namespace gantry::cli::test
