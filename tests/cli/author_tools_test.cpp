// Goal: an author begins with something that checks, lays it out without losing a word, and sees it
// as a picture.
#include "tests/cli/gantry_run.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <iostream>
#include <random>
#include <sys/stat.h>
#include <unistd.h>

namespace gantry::cli::test {
namespace {

namespace fs = std::filesystem;

constexpr auto untidy_text = "type   T{a:string,b:int}  // two\n";
constexpr auto tidy_text = "type T { a: string, b: int }  // two\n";

run_result author(const own_folder& folder, const std::vector<std::string>& arguments,
                  const std::string& input = {}) {
  run_options how;
  how.folder = folder.path();
  how.input = input;
  return run(arguments, how);
}

/// What stands in a picture; where it stands is the affair of the Graphviz that is there.
std::vector<std::string> texts_of(const std::string& svg) {
  std::vector<std::string> texts;
  for (auto end = svg.find("</text>"); end != std::string::npos;
       end = svg.find("</text>", end + 1)) {
    const auto begin = svg.rfind('>', end) + 1;
    texts.push_back(svg.substr(begin, end - begin));
  }
  return texts;
}

bool prints(const run_result& got, const std::string& part) {
  return got.out.find(part) != std::string::npos;
}

} // namespace

TEST_CASE("fmt lays files and folders out in place and says which", "[e2e]") {
  const own_folder folder;
  write_file(folder / "flows/a.flow", untidy_text);
  write_file(folder / "flows/deep/b.flow", tidy_text);
  write_file(folder / "c.flow", untidy_text);
  const auto got = author(folder, {"fmt", "flows", "c.flow", "flows/a.flow"});
  INFO(got.out << got.err);
  CHECK(got.exit_code == 0);
  CHECK(got.out == "laid out flows/a.flow\nlaid out c.flow\n3 files, 2 changed\n");
  for (const auto* name : {"flows/a.flow", "flows/deep/b.flow", "c.flow"})
    CHECK(read_file(folder / name) == tidy_text);
  CHECK(author(folder, {"fmt", "flows", "c.flow"}).out == "3 files, 0 changed\n");
}

TEST_CASE("fmt --check writes nothing, names what differs, and fails then", "[e2e]") {
  const own_folder folder;
  write_file(folder / "a.flow", untidy_text);
  write_file(folder / "b.flow", tidy_text);
  const auto got = author(folder, {"fmt", "--check", "a.flow", "b.flow"});
  CHECK(got.exit_code == 1);
  CHECK(got.out == "a.flow is not in the canonical layout\n2 files, 1 to lay out\n");
  CHECK(read_file(folder / "a.flow") == untidy_text);
  CHECK(author(folder, {"fmt", "--check", "b.flow"}).exit_code == 0);
  const auto json = author(folder, {"fmt", "--check", "--json", "a.flow", "b.flow"});
  CHECK(json.out == "{\"file\":\"a.flow\",\"layout\":\"differs\"}\n"
                    "{\"file\":\"b.flow\",\"layout\":\"canonical\"}\n");
}

TEST_CASE("fmt of standard input is for editors: laid out on standard output", "[e2e]") {
  const own_folder folder;
  const auto got = author(folder, {"fmt", "-"}, untidy_text);
  CHECK(got.exit_code == 0);
  CHECK(got.out == tidy_text);
  CHECK(author(folder, {"fmt", "--check", "-"}, untidy_text).exit_code == 1);
  const auto broken = author(folder, {"fmt", "-"}, "workflow w( {");
  CHECK(broken.exit_code == 1);
  CHECK(broken.out.empty());
  CHECK(broken.says("standard input:1:"));
}

TEST_CASE("fmt leaves a file with mistakes alone and lays out the others", "[e2e]") {
  const own_folder folder;
  write_file(folder / "a.flow", "workflow w( {\n");
  write_file(folder / "b.flow", untidy_text);
  const auto got = author(folder, {"fmt", "."});
  CHECK(got.exit_code == 1);
  CHECK(got.says("--> ./a.flow:1:"));
  CHECK(prints(got, "2 files, 1 changed, 1 with mistakes left alone"));
  CHECK(read_file(folder / "a.flow") == "workflow w( {\n");
  CHECK(read_file(folder / "b.flow") == tidy_text);
}

TEST_CASE("fmt keeps links and permissions", "[e2e]") {
  const own_folder folder;
  write_file(folder / "real/a.flow", untidy_text);
  fs::create_symlink("real/a.flow", folder / "link.flow");
  REQUIRE(::chmod((folder / "real/a.flow").c_str(), 0640) == 0);
  CHECK(author(folder, {"fmt", "link.flow"}).exit_code == 0);
  CHECK(fs::is_symlink(folder / "link.flow"));
  CHECK(read_file(folder / "real/a.flow") == tidy_text);
  struct stat now {};
  REQUIRE(::stat((folder / "real/a.flow").c_str(), &now) == 0);
  CHECK((now.st_mode & 07777) == 0640);
  CHECK(std::distance(fs::directory_iterator(folder / "real"), {}) == 1); // nothing is left behind
}

TEST_CASE("fmt says what cannot be read or written, and why", "[e2e]") {
  const own_folder folder;
  const auto missing = author(folder, {"fmt", "nowhere.flow"});
  CHECK(missing.exit_code == 3);
  CHECK(missing.says("there is no file and no folder nowhere.flow"));
  CHECK(missing.out.empty());
  write_file(folder / "untidy.flow", untidy_text);
  CHECK(author(folder, {"fmt", "untidy.flow", "nosuch"}).exit_code == 3); // before it changes any
  CHECK(read_file(folder / "untidy.flow") == untidy_text);
  if (::geteuid() == 0) {
    std::cout << "skipped: root may write everything\n";
    return;
  }
  write_file(folder / "a.flow", untidy_text);
  REQUIRE(::chmod((folder / "a.flow").c_str(), 0440) == 0);
  const auto fixed = author(folder, {"fmt", "a.flow"});
  CHECK(fixed.exit_code == 1);
  CHECK(fixed.says("a.flow cannot be written: Permission denied"));
  CHECK(read_file(folder / "a.flow") == untidy_text);
}

TEST_CASE("fmt done twice changes nothing, whatever the white space was", "[e2e]") {
  std::mt19937 random(20240301);
  const own_folder folder;
  const auto original = read_file(GANTRY_SOURCE_DIR "/workflows/order_to_cash.flow");
  for (int round = 0; round < 8; ++round) {
    std::string text;
    for (const char c : original)
      text += c == '\n' && random() % 3 == 0 ? std::string("\n\n \n") : std::string(1, c);
    write_file(folder / "flows" / (std::to_string(round) + ".flow"), text);
  }
  CHECK(author(folder, {"fmt", "flows"}).exit_code == 0);
  const auto again = author(folder, {"fmt", "flows"});
  CHECK(again.out == "8 files, 0 changed\n");
  CHECK(author(folder, {"fmt", "--check", "flows"}).exit_code == 0);
}

TEST_CASE("what new writes checks without a warning, in the canonical layout", "[e2e]") {
  for (const std::string name : {"hello", "erp", "order", "request", "doc2", "approved", "item",
                                 "a_very_long_name_that_somebody_might_want_to_give_to_a_flow"}) {
    const own_folder folder;
    for (const std::string what : {"flow", "contract", "mapping"}) {
      INFO(what << " " << name);
      const auto made = author(folder, {"new", what, name});
      INFO(made.err);
      REQUIRE(made.exit_code == 0);
      CHECK(prints(made, name + ".flow\n\nNext:\n"));
    }
    const auto checked = author(folder, {"check", "--strict", "workflows"});
    INFO(checked.err);
    CHECK(checked.exit_code == 0);
    CHECK(checked.out == "1 workflow, 0 errors, 0 warnings\n");
    CHECK(checked.err.empty());
    const auto laid_out = author(folder, {"fmt", "--check", "workflows"});
    CHECK(laid_out.out == "3 files, 0 to lay out\n");
  }
}

TEST_CASE("a new mapping maps the document that its text names", "[e2e]") {
  const own_folder folder;
  REQUIRE(author(folder, {"new", "mapping", "shop", "--dir", "flows"}).exit_code == 0);
  const auto text = read_file(folder / "flows/mappings/shop.flow");
  const auto begin = text.find("`{") + 1;
  write_file(folder / "doc.json", text.substr(begin, text.find("}`") + 1 - begin));
  const auto got = author(folder, {"map", "shop", "doc.json", "--flows", "flows"});
  INFO(got.out << got.err);
  CHECK(got.exit_code == 0);
  CHECK(prints(got, "customer.name"));
  write_file(folder / "empty.json", R"({"number": "1", "customer": {"name": "x"}, "items": []})");
  const auto refused = author(folder, {"map", "shop", "empty.json", "--flows", "flows"});
  CHECK(refused.exit_code == 1);
  CHECK(prints(refused, "no-items"));
}

TEST_CASE("a new flow runs as it is", "[e2e]") {
  const own_folder folder;
  REQUIRE(author(folder, {"new", "flow", "hello", "--dir", "flows"}).exit_code == 0);
  lone_engine engine;
  engine.start({}, {"--flows", (folder / "flows").string()});
  write_file(folder / "order.json", R"({"number": "1", "amount": "0", "asked_by": "anna"})");
  const auto got = author(folder, {"submit", "order.json", "--workflow", "hello", "--wait", "20s",
                                   "--server", engine.url()});
  INFO(got.out << got.err << engine.log());
  CHECK(prints(got, "rejected"));
}

TEST_CASE("new overwrites nothing", "[e2e]") {
  const own_folder folder;
  write_file(folder / "workflows/hello.flow", "mine\n");
  const auto got = author(folder, {"new", "flow", "hello"});
  CHECK(got.exit_code == 1);
  CHECK(got.says("workflows/hello.flow is there already"));
  CHECK(read_file(folder / "workflows/hello.flow") == "mine\n");
  fs::create_symlink("nowhere", folder / "workflows/dangling.flow");
  CHECK(author(folder, {"new", "flow", "dangling"}).exit_code == 1);
}

TEST_CASE("new tells a name that cannot be one what was meant", "[e2e]") {
  const own_folder folder;
  const std::pair<const char*, const char*> names[] = {{"OrderToCash", "`order_to_cash`"},
                                                       {"order-to-cash", "`order_to_cash`"},
                                                       {"ERP", "`erp`"},
                                                       {"step", "`step_flow`"},
                                                       {"2day", "`day`"},
                                                       {"../x", "`x`"}};
  for (const auto& [name, meant] : names) {
    const auto got = author(folder, {"new", "flow", name});
    INFO(name << got.err);
    CHECK(got.exit_code == 2);
    CHECK(got.says(std::string("did you mean ") + meant));
  }
  CHECK(fs::is_empty(folder.path()));
}

TEST_CASE("graph draws a flow, with a band for each stage and names for who cannot see", "[e2e]") {
  const own_folder folder;
  const auto flow = std::string(GANTRY_SOURCE_DIR "/workflows/order_to_cash.flow");
  const auto got = author(folder, {"graph", flow, "--output", "picture.svg"});
  INFO(got.err);
  REQUIRE(got.exit_code == 0);
  CHECK(got.out == "picture.svg\n");
  const auto svg = read_file(folder / "picture.svg");
  for (const auto* part : {"<title id=\"title\">Order to cash, version 1</title>", "role=\"img\"",
                           ">Started<", ">Released<", ">Shipping<", "point of no return",
                           "Undo: release", "At any time: cancel requested", "class=\"edge error\"",
                           "class=\"edge late\"", "class=\"edge undo\""})
    CHECK(svg.find(part) != std::string::npos);
  const auto again = author(folder, {"graph", flow});
  CHECK(again.out == svg);
}

TEST_CASE("Graphviz takes the DOT of every flow", "[e2e]") {
  const own_folder folder;
  const auto flow = std::string(GANTRY_SOURCE_DIR "/workflows/order_to_cash.flow");
  const auto got = author(folder, {"graph", flow, "--format", "dot"});
  REQUIRE(got.exit_code == 0);
  run_options dot;
  dot.program = "/usr/bin/dot";
  dot.input = got.out;
  const auto drawn = run({"-Tsvg"}, dot);
  INFO(drawn.err);
  CHECK(drawn.exit_code == 0);
  CHECK(drawn.err.empty());
  for (const auto* part : {"cluster_released", "point of no return", "cluster_panel_1"})
    CHECK(drawn.out.find(part) != std::string::npos);
}

TEST_CASE("the pictures of the documents are those of the flows", "[e2e]") {
  const fs::path design = GANTRY_SOURCE_DIR "/../shared/design/flows";
  const fs::path pictures = GANTRY_SOURCE_DIR "/docs/flows";
  if (!fs::is_directory(design)) {
    std::cout << "skipped: the flows of the design are not there\n";
    return;
  }
  const own_folder folder;
  std::size_t compared = 0;
  for (const auto& entry : fs::directory_iterator(design)) {
    if (entry.path().extension() != ".flow")
      continue;
    const auto got = author(folder, {"graph", entry.path().string(), "--output", "drawn/"});
    INFO(entry.path() << got.err);
    // The design may be ahead of this version by a function.
    CHECK((got.exit_code == 0 || got.says("GF0213")));
  }
  for (const auto& entry : fs::directory_iterator(folder / "drawn")) {
    INFO(entry.path().filename());
    CHECK(texts_of(read_file(entry.path())) ==
          texts_of(read_file(pictures / entry.path().filename())));
    ++compared;
  }
  CHECK(compared >= 7);
}

TEST_CASE("graph of a folder fills a folder, and else asks which flow is meant", "[e2e]") {
  const own_folder folder;
  REQUIRE(author(folder, {"new", "flow", "one"}).exit_code == 0);
  REQUIRE(author(folder, {"new", "flow", "two"}).exit_code == 0);
  const auto both = author(folder, {"graph", "workflows"});
  CHECK(both.exit_code == 1);
  CHECK(both.says("several workflows (one, two), and one SVG document is one picture"));
  CHECK(author(folder, {"graph", "workflows", "--format", "mermaid"}).says("--workflow"));
  const auto dots = author(folder, {"graph", "workflows", "--format", "dot"});
  CHECK(dots.exit_code == 0);
  CHECK(dots.out.rfind("digraph \"one\"", 0) == 0);
  CHECK(dots.out.find("\ndigraph \"two\"") != std::string::npos);
  run_options dot;
  dot.program = "/usr/bin/dot";
  dot.input = dots.out;
  CHECK(run({"-Tplain"}, dot).exit_code == 0); // Graphviz takes several, one after another
  CHECK(author(folder, {"graph", "workflows", "--format", "dot", "--output", "all.dot"}).out ==
        "all.dot\n");
  CHECK(read_file(folder / "all.dot") == dots.out);
  const auto all =
      author(folder, {"graph", "workflows", "--format", "mermaid", "--output", "out/"});
  CHECK(all.out == "out/one.mmd\nout/two.mmd\n");
  CHECK(author(folder, {"graph", "workflows", "--format", "mermaid", "--output", "pictures"}).out ==
        "pictures/one.mmd\npictures/two.mmd\n"); // the folder is made
  const auto no_folder =
      author(folder, {"graph", "workflows", "--format", "dot", "--output", "out/one.mmd/"});
  CHECK(no_folder.exit_code == 1);
  CHECK(no_folder.says("cannot be made"));
  CHECK(author(folder, {"graph", "workflows", "--workflow", "two", "--format", "dot"})
            .out.rfind("digraph \"two\"", 0) == 0);
  const auto other = author(folder, {"graph", "workflows", "--workflow", "tow"});
  CHECK(other.exit_code == 3);
  CHECK(other.says("did you mean two?"));
  const auto json = author(folder, {"graph", "workflows", "--format", "json"});
  CHECK(std::count(json.out.begin(), json.out.end(), '\n') == 2);
}

TEST_CASE("an import that leads out of the flows is not read", "[e2e]") {
  const own_folder folder;
  write_file(folder / "secret.txt", "password = 1\n");
  fs::create_directories(folder / "flows/types");
  for (const std::string& path : {std::string("../secret.txt"), (folder / "secret.txt").string(),
                                  std::string("a/../../secret.txt")}) {
    write_file(folder / "flows/one.flow", "import \"" + path + "\"\n");
    const auto got = author(folder, {"check", "flows/one.flow"});
    INFO(path << got.err);
    CHECK(got.exit_code == 1);
    CHECK(got.says("error[GF0133]"));
    CHECK_FALSE(got.says("password"));
  }
}

TEST_CASE("places that are none are named as what they are", "[e2e]") {
  const own_folder folder;
  REQUIRE(author(folder, {"new", "flow", "sale"}).exit_code == 0);
  CHECK(author(folder, {"check", "-"}).says("not read from standard input"));
  CHECK(author(folder, {"check", ""}).says("is empty"));
  CHECK(author(folder, {"check", "GF0302"}).says("gantry check --explain GF0302"));
  CHECK(author(folder, {"check", "workflows", "./workflows/"}).out ==
        "1 workflow, 0 errors, 0 warnings\n");
  write_file(folder / "empty.flow", "");
  CHECK(author(folder, {"check", "--explain", "empty.flow"}).out ==
        "empty.flow declares nothing that could be explained\n");
  CHECK(author(folder, {"fmt", "-", "empty.flow"}).says("laid out alone"));
  const auto flow = "workflows/sale.flow";
  const auto no_name = author(folder, {"graph", flow, "--output", ""});
  CHECK(no_name.exit_code == 2);
  CHECK(no_name.out.empty());
  CHECK(author(folder, {"graph", flow, "--output", "none/x.svg"}).says("mkdir -p none"));
  CHECK(author(folder, {"graph", flow, "sale"}).says("`gantry graph` does not take `sale`"));
  const auto bindings = author(folder, {"eval", "x", "--bindings", "@workflows"});
  CHECK(bindings.exit_code == 1);
  CHECK(bindings.says("the bindings: workflows is a folder"));
  CHECK(author(folder, {"map", "web", "empty.flow", "--flows", "none"}).says("--flows FOLDER"));
  CHECK(author(folder, {"new", "flow", "other", "--dir", "."}).out.rfind("other.flow\n", 0) == 0);
}

TEST_CASE("fmt - reads no more than a flow may have", "[e2e]") {
  const own_folder folder;
  run_options how;
  how.folder = folder.path();
  how.input = std::string(3u << 20, 'x');
  const auto got = run({"fmt", "-"}, how);
  CHECK(got.exit_code == 1);
  CHECK(got.says("error[GF0106]"));
}

TEST_CASE("graph draws nothing that does not check, and says what is missing", "[e2e]") {
  const own_folder folder;
  write_file(folder / "one.flow",
             "workflow one(order: Nobody) {\n  version 1\n  key order.id\n}\n");
  const auto broken = author(folder, {"graph", "one.flow"});
  CHECK(broken.exit_code == 1);
  CHECK(broken.says("--> one.flow:1:"));
  REQUIRE(author(folder, {"new", "flow", "two", "--dir", "."}).exit_code == 0);
  run_options how;
  how.folder = folder.path();
  how.environment = {{"PATH", folder.path().string()}};
  const auto bare = run({"graph", "two.flow"}, how);
  CHECK(bare.exit_code == 5);
  CHECK(bare.says("apt-get install graphviz"));
  CHECK(run({"graph", "two.flow", "--format", "mermaid"}, how).exit_code == 0);
}

} // namespace gantry::cli::test
