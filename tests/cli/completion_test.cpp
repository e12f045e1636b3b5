#include "tests/cli/gantry_run.hpp"

#include <catch2/catch.hpp>

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

/// A person at a zsh: types a text and a tab, and prints what stands there then.
constexpr auto zsh_driver = R"(zmodload zsh/zpty
zpty z zsh -f -i
zpty -w z "PS1=; $1; bindkey '^I' complete-word; print REA''DY"
zpty -r z line '*READY*'
zpty -n -w z "$2"$'\t\x01print -r -- "GO""T:\x05"\n'
zpty -r z line $'*GOT:*\n'
print -r -- "$line"
)";

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

TEST_CASE("the completion of zsh parses and completes, sourced or installed", "[e2e]") {
  const auto printed = run({"completion", "zsh"});
  REQUIRE(printed.exit_code == 0);
  CHECK(printed.out.rfind("#compdef gantry\n", 0) == 0);
  run_options zsh;
  zsh.program = "/usr/bin/zsh";
  if (::access(zsh.program.c_str(), X_OK) != 0) {
    WARN("there is no zsh on this machine: skipped");
    return;
  }
  const own_folder folder;
  write_file(folder / "gantry.zsh", printed.out);
  write_file(folder / "site/_gantry", printed.out);
  write_file(folder / "drive.zsh", zsh_driver);
  const auto parsed = run({"-n", (folder / "gantry.zsh").string()}, zsh);
  INFO(parsed.err);
  CHECK(parsed.exit_code == 0);
  CHECK(parsed.err.empty());

  const auto here = folder.path().string();
  const std::string sourced =
      "autoload -U compinit; compinit -u -D; source " + here + "/gantry.zsh";
  const std::string installed = "fpath=(" + here +
                                "/site $fpath); autoload -U compinit; "
                                "compinit -u -D";
  for (const auto& setup : {sourced, installed}) {
    INFO(setup);
    const auto completed = [&](const std::string& typed) {
      const auto got = run({"-f", here + "/drive.zsh", setup, typed}, zsh).out;
      const auto at = got.rfind("GOT:");
      return at == std::string::npos ? got
                                     : got.substr(at + 4, got.find_first_of("\r\n", at) - at - 4);
    };
    CHECK(completed("gantry orders decl") == "gantry orders declare-absent");
    CHECK(completed("gantry serve --li") == "gantry serve --listen");
    CHECK(completed("gantry orders list --status he") == "gantry orders list --status held");
  }
}

} // namespace gantry::cli::test
