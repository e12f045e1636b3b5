#include "tests/cli/gantry_run.hpp"

#include <catch2/catch.hpp>

#include <iostream>
#include <unistd.h>

namespace gantry::cli::test {
namespace {

/// What bash would offer for `words` with the cursor at its end.
std::string offered(const std::string& script, const std::string& words) {
  run_options bash;
  bash.program = "/bin/bash";
  return run({"--norc", "-c",
              "source '" + script + "'; COMP_WORDS=(" + words +
                  "); COMP_CWORD=$((${#COMP_WORDS[@]}-1)); _gantry; printf '%s\\n' "
                  "\"${COMPREPLY[@]}\""},
             bash)
      .out;
}

} // namespace

TEST_CASE("the completion of bash parses, and offers verbs and flags where they belong", "[e2e]") {
  const own_folder folder;
  const auto script = (folder / "gantry.bash").string();
  const auto printed = run({"completion", "bash"});
  REQUIRE(printed.exit_code == 0);
  write_file(script, printed.out);
  run_options bash;
  bash.program = "/bin/bash";
  const auto parsed = run({"-n", script}, bash);
  INFO(parsed.err);
  CHECK(parsed.exit_code == 0);
  CHECK(parsed.err.empty());

  CHECK(("\n" + offered(script, "gantry ord")).find("\norders\n") != std::string::npos);
  CHECK(offered(script, "gantry orders decl") == "declare-absent\n");
  CHECK(offered(script, "gantry serve --li") == "--listen\n");
  CHECK(offered(script, "gantry orders list --st").find("--status\n") != std::string::npos);
  CHECK(offered(script, "gantry orders list --listen") == "\n"); // a flag of another verb
  CHECK(offered(script, "gantry completion ''") == "bash\nzsh\n");
  CHECK(offered(script, "gantry orders list --status he") == "held\n");
  CHECK(offered(script, "gantry orders list --status = he") == "held\n"); // --status=he
  CHECK(offered(script, "gantry orders list --key ''") == "\n"); // nobody knows which there are
  CHECK(offered(script, "gantry serve --log-level ''") == "debug\ninfo\nwarn\nerror\n");
  CHECK(offered(script, "gantry incidents ack") == "acknowledge\n");
  CHECK(offered(script, "gantry graph --format ''") == "svg\ndot\nmermaid\njson\n");
  CHECK(offered(script, "gantry new ''") == "flow\ncontract\nmapping\n");
  const auto files = folder / "files";
  write_file(files / "my orders.json", "{}");
  write_file(files / "sub/x", "");
  const auto place = files.string();
  CHECK(offered(script, "gantry submit " + place + "/my") == place + "/my orders.json\n");
  CHECK(offered(script, "gantry serve --config " + place + "/my") == place + "/my orders.json\n");
  CHECK(offered(script, "gantry serve --data " + place + "/") == place + "/sub\n");
  // An argument is not taken for a verb.
  CHECK(offered(script, "gantry submit orders --wa") == "--wait\n");
}

TEST_CASE("the completion of zsh parses", "[e2e]") {
  const auto printed = run({"completion", "zsh"});
  REQUIRE(printed.exit_code == 0);
  CHECK(printed.out.rfind("#compdef gantry\n", 0) == 0);
  run_options zsh;
  zsh.program = "/usr/bin/zsh";
  if (::access(zsh.program.c_str(), X_OK) != 0) {
    std::cout << "skipped: there is no zsh on this machine\n";
    return;
  }
  const own_folder folder;
  write_file(folder / "gantry.zsh", printed.out);
  const auto parsed = run({"-n", (folder / "gantry.zsh").string()}, zsh);
  INFO(parsed.err);
  CHECK(parsed.exit_code == 0);
  CHECK(parsed.err.empty());
  const auto sourced = run({"-f", "-c",
                            "autoload -U compinit && compinit -D; source '" +
                                (folder / "gantry.zsh").string() + "' && whence _gantry"},
                           zsh);
  INFO(sourced.err);
  CHECK(sourced.exit_code == 0);
}

} // namespace gantry::cli::test
