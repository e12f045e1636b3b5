// Goal: one mistake in a flow is told once, on its line, in its family, and nothing else is.
// Method: a flow that is right, and one change of it at a time.
#include "tests/dsl/bakery_flow.hpp"
#include "tests/dsl/flow_folder.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <utility>

using namespace gantry;

namespace {

struct planted {
  std::string right;         ///< stands once in the flow or in its contracts
  std::string wrong;         ///< in its place
  std::string family;        ///< how the code begins: `GF01`
  bool is_elsewhere = false; ///< told where the whole begins
};

std::vector<dsl::source_file> bakery() {
  return {{"contracts.flow", std::string(tests::bakery_contracts)},
          {"main.flow", std::string(tests::bakery_flow)}};
}

const std::vector<planted>& mistakes() {
  static const std::vector<planted> all = {
      // 01: text
      {"step warm = oven.heat", "stpe warm = oven.heat", "GF01"},
      {"    compensate oven.cool", "    compensat oven.cool", "GF01"},
      {"    within     3h else", "    wihtin     3h else", "GF01"},
      {"within 2d of baked else", "wihtin 2d of baked else", "GF01"},
      {"else hold \"nobody signed\"", "esle hold \"nobody signed\"", "GF01"},
      {"hold \"no room in \" +", "hold \"no room in  +", "GF01"},
      {"on broken as why { hold \"the oven is broken: \" + why.reason }",
       "on broken as why { hold the oven is broken: \" + why.reason }", "GF01"},
      {"  parallel {", "  paralel {", "GF01"},
      {"  repeat parcels until", "  repaet parcels until", "GF01"},
      {"each bills for parcel in", "each bills for parcel on", "GF01"},
      {", 4 at once {", ", 4 at onec {", "GF01"},
      {"at most 20 else break", "at most 20 else braek", "GF01"},
      {"      choose approve, decline", "      chose approve, decline", "GF01"},
      {"escalate to \"owner\" within", "escalate \"owner\" within", "GF01"},
      {"  stage baked\n", "  stage\n", "GF01"},
      {"let kind = match", "let kind match", "GF01"},
      {"  version  1", "  verson  1", "GF01"},
      {"warn 1h before else", "warn 1h befor else", "GF01"},
      {"pause    freezes deadlines", "pause    freezes deadline", "GF01"},
      {"back to started, at most 3", "back started, at most 3", "GF01"},
      {"revise     oven.rebake(number: dough.number, loaves: order.loaves)",
       "revise     oven.rebake(number: dough.number, loaves: order.loaves", "GF01"},
      {"as request {", "request {", "GF01"},
      {"wait until order.due + 1h", "wait until order.due + 1h30m", "GF01"},
      {"  read       capacity(oven: string) -> decimal",
       "  raed       capacity(oven: string) -> decimal", "GF01"},
      {"settle 2s within 2min\n  read       find_batch",
       "setle 2s within 2min\n  read       find_batch", "GF01"},
      {"newest sequence per oven", "newest sequence pre oven", "GF01"},
      {"enum Kind { rye, wheat", "enum Kind { rye; wheat", "GF01"},
      {"import \"contracts.flow\"", "import \"contract.flow\"", "GF01"},
      {"\"samples/order.json\")\n  when", "\"samples/order.json\")\n  wehn", "GF01"},
      {"takes effect once\n  and   approval", "takes efect once\n  and   approval", "GF01"},
      {"total_of(order) > 500m {", "total_of(order) = 500m {", "GF01"},
      {", at most 20 else break {", " {", "GF06"},
      {", 4 at once {", " {", "GF06"},
      {"step warm = oven.heat", "step kind = oven.heat", "GF01"},
      {"enum Kind { rye, wheat, spelt }", "enum Kind { rye, wheat, wheat }", "GF01"},
      {"type Slip   { id: string key }", "type slip   { id: string key }", "GF01"},
      {"workflow bread(order: Order)", "workflow Bread(order: Order)", "GF01"},
      {"if space < 1m { hold", "if (space < 1m { hold", "GF01"},
      {"each bills for parcel in parcels", "each bills for parcel of parcels", "GF01"},
      {"choose approve, decline\n", "choose approve decline\n", "GF0120"},
      {"compensate none \"the next one corrects it\"", "compensate none", "GF0120"},
      {"on broken as why {", "on broken as order {", "GF0132"},
      {"step space = oven.capacity", "step Space = oven.capacity", "GF0120"},
      {"type Slip   { id: string key }",
       "type Slip { note: string }\ntype Slip   { id: string key }", "GF0131", true},
      {"hold \"no room in \" + dough.oven }", "hold \"no room in \" + dough.oven", "GF0122"},
      // 02: types
      {"rye          { yield \"dark\" }", "rey          { yield \"dark\" }", "GF02"},
      {"wheat, spelt { yield", "wheat { yield", "GF02", true},
      {"priority size(order.loaves) > 10 ? 90 : 50",
       "priority size(order.loaves) > 10 ? \"high\" : \"low\"", "GF02"},
      {"total_of(order) > 500m {", "total_of(order) > 500.0 {", "GF02"},
      {"show   guest = order.guest.name", "show   guest = order.guest.nmae", "GF02"},
      {"within     3h else", "within     3 else", "GF02"},
      {"timeout    20s", "timeout    5m", "GF02"},
      {"wait until order.due + 1h", "wait until timestamp(\"2026-13-01T00:00:00Z\")", "GF0214"},
      {"wait until order.due + 1h", "wait until order.due + duration(\"an hour\")", "GF0214"},
      {"total: parcel.pieces * 2m", "total: parcel.pieces / 0m", "GF0205"},
      {"approval.choice == \"decline\"", "approval.choice == \"declined\"", "GF02"},
      {"approval.choice == \"decline\"", "approval.choice == decline", "GF0201"},
      {"order_id: order.id, oven: \"stone\"", "ordr_id: order.id, oven: \"stone\"", "GF02"},
      {"oven: \"stone\", loaves: order.loaves) {", "oven: \"stone\") {", "GF02"},
      {"Parcel { id: parcel.parcel, pieces: parcel.pieces }", "Parcel { id: parcel.parcel }",
       "GF02"},
      {"each bills for parcel in parcels by", "each bills for parcel in order.id by", "GF02"},
      {"reserve_share: decimal = 0.05m", "reserve_share: decimal = \"5%\"", "GF02"},
      {"define total_of(order: Order) -> decimal", "define total_of(order: Order) -> string",
       "GF02"},
      {"  name    = doc.name", "  nmae    = doc.name", "GF02"},
      {"where size(asked.order.loaves) > 0 (order: asked.order)",
       "where asked.order.note < \"a\" (order: asked.order)", "GF02"},
      // 03: contracts
      {"step dough = oven.bake", "step dough = oven.back_it", "GF03"},
      {"step warm = oven.heat", "step warm = ovn.heat", "GF03"},
      {"on no_flour {", "on no_flower {", "GF03"},
      {"verify find_batch(reference: key) match found.oven == oven settle",
       "verify find_bach(reference: key) match found.oven == oven settle", "GF03"},
      {"answer receipt_signed(number: receipt.number)",
       "answer receipt_signd(number: receipt.number)", "GF03"},
      {"lane account", "lane acount", "GF03"},
      {"contract shop with steady", "contract shop with stady", "GF03"},
      {"oven.bake takes effect once", "oven.bak takes effect once", "GF03"},
      {"  read       find_batch(reference", "  idempotent find_batch(reference", "GF03", true},
      {"settle 2s within 2min\n  read       find_batch",
       "settle 2min within 2s\n  read       find_batch", "GF03"},
      // 04: paths
      {"yield Parcel { id: parcel.parcel, pieces: parcel.pieces }", "break", "GF04", true},
      {"  return parcels\n", "", "GF04"},
      {"hold \"no room in \" + dough.oven", "yield dough.oven", "GF04"},
      {"    branch {\n", "    break\n    branch {\n", "GF04"},
      {"at most 20 else break", "at most 20 else emit shop.late(order_id: order.id)", "GF04"},
      {"hold \"no room in \" + dough.oven", "hold \"no room in \" + approval.by", "GF04"},
      // 05: time
      {"within 2d of baked else", "within 2d of bakd else", "GF05"},
      {"before baked { cancel", "before bakd { cancel", "GF05"},
      {"within 2 workhours in bakery", "within 2 workhours in bakry", "GF05"},
      {"\"Europe/Vienna\"", "\"Europe/Wien\"", "GF05"},
      {"open mon..sat", "open mon..sta", "GF05"},
      {"      within 2d of baked else { break }\n", "", "GF05"},
      {"      answer within 14d else hold \"nobody signed\"\n", "", "GF05"},
      {"within 4h else escalate", "within 4h", "GF0"},
      {" within 2 workhours in bakery else decline", "", "GF05"},
      {"within 4h else escalate", "within 0h else escalate", "GF05"},
      {"within 2 workhours in bakery else", "within 0 workhours in bakery else", "GF05"},
      {"warn 1h before else", "warn 0h before else", "GF05"},
      {"wait for 2 workdays in bakery", "wait for 0min", "GF05"},
      {"          errors disputed(reason: string)  keep 30d",
       "          errors disputed(reason: string)  keep 0d", "GF05"},
      {"back to started, at most 3", "back to handed_over, at most 3", "GF05"},
      {"  timeout 10s\n", "", "GF05", true},
      // 06: bounds
      {"from 200ms to 30s", "from 30s to 200ms", "GF06"},
      {"at most 20 else break", "at most 0 else break", "GF06"},
      {"? 90 : 50", "? 900 : 50", "GF06"},
      {"in parcels by parcel.id, 4", "in parcels by order.id, 4", "GF06"},
      {", 4 at once {", ", 0 at once {", "GF06"},
      {"back to started, at most 3 else hold \"burnt three times\"", "back to started", "GF06"},
      // 07: undoing
      {"    compensate oven.cool(slip: warm.id)\n", "", "GF07"},
      {"compensate oven.cool(slip: warm.id)", "compensate oven.capacity(oven: warm.id)", "GF07"},
      {"hold \"disputed: \" + why.reason", "cancel \"disputed: \" + why.reason", "GF07"},
      {"amend order.loaves = change.loaves", "amend order.loafs = change.loaves", "GF07"},
      {"amend order.loaves = change.loaves", "amend order.id = change.order_id", "GF07"},
      // 08: events
      {"parcel = shop.picked_up(order_id: order.id)", "parcel = shop.picked_pu(order_id: order.id)",
       "GF08"},
      {"on shop.cancelled(order_id: order.id)", "on shop.cancelled(by: order.id)", "GF08"},
      {"done   = shop.closed(order_id: order.id)", "done   = shop.late(order_id: order.id)",
       "GF08"},
      {"emit shop.billed(order_id: order.id, bill: bill.receipt.number)",
       "emit shop.biled(order_id: order.id, bill: bill.receipt.number)", "GF08"},
      // 09: data and versions
      {"show   guest = order.guest.name", "show   guest = order.guest.phone", "GF09"},
      {"  version  1\n", "", "GF09"},
      {"search   guest = order.guest.account", "search   guest = order.guest.phone.orValue(\"\")",
       "GF09"},
  };
  return all;
}

std::uint32_t line_at(const std::string& text, std::size_t offset) {
  return 1 + static_cast<std::uint32_t>(std::count(
                 text.begin(), text.begin() + static_cast<std::ptrdiff_t>(offset), '\n'));
}

} // namespace

TEST_CASE("the flow in which mistakes are planted is right and uses every construct", "[unit]") {
  const auto files = bakery();
  const auto compiled = dsl::compile(files);
  INFO(tests::rendered(compiled, files));
  for (const auto& d : compiled.diagnostics)
    CHECK(d.code == "GF0123");
  CHECK(compiled.workflows == 1);
}

TEST_CASE("a planted mistake is told once, on its line and in its family", "[unit]") {
  for (const planted& each : mistakes()) {
    auto files = bakery();
    std::size_t places = 0;
    dsl::source_span due;
    for (auto& file : files) {
      const auto at = file.text.find(each.right);
      if (at == std::string::npos)
        continue;
      ++places;
      file.text.replace(at, each.right.size(), each.wrong);
      due.file = file.path;
      std::size_t apart = 0; // where the two texts begin to differ
      while (apart < each.wrong.size() && each.right[apart] == each.wrong[apart])
        ++apart;
      due.line = line_at(file.text, at + apart);
    }
    const auto compiled = dsl::compile(files);
    INFO(each.right << "\n  became\n" << each.wrong << "\n\n" << tests::rendered(compiled, files));
    REQUIRE(places == 1);
    std::vector<dsl::diagnostic> errors;
    for (const auto& d : compiled.diagnostics)
      if (d.level == dsl::diagnostic::severity::error)
        errors.push_back(d);
    if (each.family.empty()) // allowed
      continue;
    CHECK(errors.size() == 1);
    if (errors.empty())
      continue;
    CHECK(errors.front().code.starts_with(each.family));
    CHECK_FALSE(errors.front().help.empty());
    if (!each.wrong.empty() && !each.is_elsewhere) { // what is missing is told where it is missed
      CHECK(errors.front().at.file == due.file);
      CHECK(errors.front().at.line == due.line);
    }
  }
}

TEST_CASE("a mistake before a block hides none in the block", "[unit]") {
  const std::vector<std::pair<std::string, std::string>> changes = {
      {"repeat parcels until size(parcels) >= 3, at most 20 else break {",
       "repeat parcels unless size(parcels) >= 3, at most 20 else break {"},
      {", at most 20 else break {", ", at least 20 else break {"},
      {"each bills for parcel in parcels by parcel.id, 4 at once {",
       "each bills of parcel in parcels by parcel.id, 4 at once {"},
      {", 4 at once {", ", 4 together {"},
      {"on shop.changed(order_id: order.id) as change {",
       "on shop.changed(order_id: order.id) like change {"}};
  for (const auto& [right, wrong] : changes) {
    auto text = std::string(tests::bakery_flow);
    const auto at = text.find(right);
    REQUIRE(at != std::string::npos);
    text.replace(at, right.size(), wrong + "\n    nonsense 1\n");
    const std::vector<dsl::source_file> files = {
        {"contracts.flow", std::string(tests::bakery_contracts)}, {"main.flow", text}};
    const auto compiled = dsl::compile(files);
    INFO(wrong << "\n\n" << tests::rendered(compiled, files));
    std::size_t in_block = 0;
    std::size_t errors = 0;
    for (const auto& d : compiled.diagnostics)
      if (d.level == dsl::diagnostic::severity::error) {
        ++errors;
        in_block += d.message.find("nonsense") != std::string::npos ? 1 : 0;
      }
    CHECK(in_block == 1);
    CHECK(errors == 2);
  }
}

TEST_CASE("a label that lacks its comma is told once", "[unit]") {
  auto text = std::string(tests::bakery_flow);
  const std::string right = "show   guest = order.guest.name";
  const auto at = text.find(right);
  REQUIRE(at != std::string::npos);
  text.replace(at, right.size(), right + " note = order.guest.name");
  const std::vector<dsl::source_file> files = {
      {"contracts.flow", std::string(tests::bakery_contracts)}, {"main.flow", text}};
  const auto compiled = dsl::compile(files);
  INFO(tests::rendered(compiled, files));
  std::vector<dsl::diagnostic> errors;
  for (const auto& d : compiled.diagnostics)
    if (d.level == dsl::diagnostic::severity::error)
      errors.push_back(d);
  REQUIRE(errors.size() == 1);
  CHECK(errors.front().code == "GF0120");
  CHECK(errors.front().help.find("commas") != std::string::npos);
}

TEST_CASE("nothing is warned of because of another mistake", "[unit]") {
  const std::vector<std::pair<std::string, std::string>> changes = {
      {"contract shop with steady", "contract shop with stady"},
      {"if space < 1m { hold", "if order.due < 1m { hold"},
      {"hold \"no room in \" + dough.oven }", "hold \"no room in \" + dough.oven"},
      {"back to started, at most 3 else hold \"burnt",
       "back to handed_over, at most 3 else hold \"burnt"}};
  for (const auto& [right, wrong] : changes) {
    auto files = bakery();
    for (auto& file : files)
      if (const auto at = file.text.find(right); at != std::string::npos)
        file.text.replace(at, right.size(), wrong);
    const auto compiled = dsl::compile(files);
    INFO(wrong << "\n" << tests::rendered(compiled, files));
    CHECK(compiled.diagnostics.size() == 1);
  }
}

TEST_CASE("a member that an enum lost is told once in a file", "[unit]") {
  const std::vector<dsl::source_file> files = {
      {"states.flow", "enum State { acepted, rejected }\ntype Reply { state: State }\n"
                      "define a(r: Reply) -> bool = r.state == \"accepted\"\n"
                      "define b() -> Reply = Reply { state: \"accepted\" }\n"}};
  const auto compiled = dsl::compile(files);
  INFO(tests::rendered(compiled, files));
  REQUIRE(compiled.diagnostics.size() == 1);
  CHECK(compiled.diagnostics[0].code == "GF0206");
  CHECK(compiled.diagnostics[0].notes.size() == 2);
}

TEST_CASE("a contract that lacks something is told once, not at every call", "[unit]") {
  auto files = bakery();
  auto& contracts = files.front().text;
  const std::string_view verified =
      "          verify find_bill(reference: key) settle 2s within 2min\n";
  contracts.erase(contracts.find(verified), verified.size());
  auto& flow = files.back().text;
  const std::string_view once_more =
      R"(    emit shop.billed(order_id: order.id, bill: bill.receipt.number)
)";
  flow.insert(flow.find(once_more),
              "    step other = shop.send_bill(account: order.guest.account, order_id: order.id,\n"
              "                                total: 1m) {\n"
              "      answer within 14d else hold \"nobody signed\"\n"
              "      on disputed { hold \"disputed\" }\n"
              "    }\n"
              "    if other.by == \"\" { hold \"no name\" }\n");
  const auto compiled = dsl::compile(files);
  INFO(tests::rendered(compiled, files));
  std::vector<dsl::diagnostic> told;
  for (const auto& d : compiled.diagnostics)
    if (d.code == "GF0304")
      told.push_back(d);
  REQUIRE(told.size() == 1);
  CHECK(told.front().at.file == "contracts.flow");
  CHECK(told.front().notes.size() == 2);
}

TEST_CASE("a knot of imports is told once, at the import that ties it", "[unit]") {
  const std::vector<dsl::source_file> files = {
      {"types.flow", "import \"flows.flow\"\ntype A { n: int }\n"},
      {"contracts.flow", "import \"types.flow\"\ncontract c { read look(a: A) -> A }\n"},
      {"more.flow", "import \"types.flow\"\nimport \"contracts.flow\"\ntype B { a: A }\n"},
      {"flows.flow", "import \"contracts.flow\"\nimport \"more.flow\"\nimport \"types.flow\"\n"
                     "define size_of(b: B) -> int = b.a.n\n"}};
  const auto compiled = dsl::compile(files);
  INFO(tests::rendered(compiled, files));
  std::vector<dsl::diagnostic> told;
  for (const auto& d : compiled.diagnostics)
    if (d.level == dsl::diagnostic::severity::error)
      told.push_back(d);
  REQUIRE(told.size() == 1);
  CHECK(told.front().code == "GF0134");
  CHECK(told.front().at.file == "types.flow");
}

TEST_CASE("a list of the wrong items is told where they are yielded", "[unit]") {
  auto files = bakery();
  auto& flow = files.back().text;
  const auto swap = [&](std::string_view right, std::string_view wrong) {
    flow.replace(flow.find(right), right.size(), wrong);
  };
  swap("yield Parcel { id: parcel.parcel, pieces: parcel.pieces }", "yield order.guest");
  swap("parcel.id, 4 at once", "parcel.account, 4 at once");
  swap("parcel.pieces * 2m", "2m");
  const auto compiled = dsl::compile(files);
  INFO(tests::rendered(compiled, files));
  std::vector<dsl::diagnostic> told;
  for (const auto& d : compiled.diagnostics)
    if (d.level == dsl::diagnostic::severity::error)
      told.push_back(d);
  REQUIRE(told.size() == 1);
  CHECK(told.front().code == "GF0407");
  CHECK(told.front().at.line == line_at(flow, flow.find("yield order.guest")));
}

TEST_CASE("a word that no enum has is told wherever a member is due", "[unit]") {
  const std::vector<dsl::source_file> files = {
      {"states.flow", R"(enum State { accepted, changed, rejected }
type Reply { state: State }
define chosen(x: bool) -> Reply = Reply { state: x ? "accepted" : "altered" }
define nested(x: bool, y: bool) -> State = x ? "accepted" : y ? "rejected" : "altered"
define listed(r: Reply) -> bool = r.state in ["accepted", "chnged"]
define asked(r: Reply) -> bool = "acepted" == r.state
define right(r: Reply) -> State = r.state in ["accepted", "changed"] ? "changed" : r.state
)"}};
  const auto compiled = dsl::compile(files);
  INFO(tests::rendered(compiled, files));
  std::vector<std::uint32_t> lines;
  for (const auto& d : compiled.diagnostics) {
    CHECK(d.code == "GF0206");
    lines.push_back(d.at.line);
  }
  CHECK(lines == std::vector<std::uint32_t>{3, 5, 6}); // the fourth is the third again
}
