#include "tests/simulation/referee_cases.hpp"

/// The referees that look at what was made: a second effect, a second document, and who knows of
/// it.
namespace gantry::simulation {
namespace {

far_document document(const std::string& number, engine::attempt_number of = 1) {
  far_document made;
  made.key = "K";
  made.operation = "make";
  made.number = number;
  made.attempt = of;
  return made;
}

/// The second document of one request.
far_document second(const std::string& number, engine::attempt_number of = 1) {
  auto made = document(number, of);
  made.again = true;
  return made;
}

std::string said_of(const seen_order& order, const std::vector<far_document>& all) {
  std::string said;
  look_at_documents(order, all, [&](const std::string& sentence) { said += sentence + "\n"; });
  return said;
}

std::string said_of_found(const seen_order& order) {
  std::string said;
  look_at_found(order, [&](const std::string& sentence) { said += sentence + "\n"; });
  return said;
}

/// An order that is over, whose one call ended with document `A` of its first attempt.
seen_order order_with_own() {
  auto call = once_call();
  call.attempts = {attempt(1, "ok")};
  call.ended = "ok";
  call.document = "A";
  auto order = order_with(call);
  order.phase = "aborted"; // of which no other step is expected
  return order;
}

} // namespace

TEST_CASE("the referee of effects sees a second one that nobody but the engine has caused",
          "[unit]") {
  auto call = once_call();
  call.attempts = {attempt(1, "absent"), attempt(2, "sent")};
  const auto said = [&](const std::vector<far_document>& before, const far_document& what) {
    std::string all;
    look_at_effect(&call, before, what, [&](const std::string& sentence) { all += sentence; });
    return all;
  };
  CHECK(said({}, document("A")) == "");
  CHECK(has(said({document("A")}, document("B", 2)), "I2"));
  CHECK(has(said({document("A")}, document("B")), "I2")); // one request, sent twice
  CHECK(said({document("A")}, second("B")) == "");        // the far side's own doing
  call.attempts[0].declared = true;
  CHECK(said({document("A")}, document("B", 2)) == ""); // a person has answered for it
  CHECK(said({document("A"), second("B")}, document("C", 2)) == "");
  CHECK(has(said({document("A"), document("B", 2)}, document("C", 3)), "as B and as C"));
  auto undone = document("A");
  undone.live = false;
  call.attempts[0].declared = false;
  CHECK(said({undone}, document("B", 2)) == "");
}

TEST_CASE("the referee of documents sees what nobody knows of, and lets be what nobody could see",
          "[unit]") {
  auto order = order_with_own();
  CHECK(said_of(order, {document("A")}) == "");
  CHECK(said_of(order, {document("A"), second("B")}) == "");
  auto told = second("B");
  told.told = true;
  CHECK(has(said_of(order, {document("A"), told}), "B of order J-1 was named by its finder"));
  order.incidents[1] = {"K", "made", "B", {}};
  CHECK(said_of(order, {document("A"), told}) == "");
  order.incidents[1].document = "C"; // of another one
  CHECK(has(said_of(order, {document("A"), told}), "E5.5"));
}

TEST_CASE("the referee of documents wants a key that was sent again to be asked for again",
          "[unit]") {
  auto order = order_with_own();
  auto& attempts = order.calls["K"].attempts;
  attempts = {attempt(1, "absent"), attempt(2, "ok")};
  CHECK(has(said_of(order, {document("A", 2), second("B", 2)}), "E5.9"));
  order.incidents[1] = {"K", "made", "B", {}};
  CHECK(said_of(order, {document("A", 2), second("B", 2)}) == "");
  order.incidents.clear();
  attempts = {attempt(1, "absent")};
  order.calls["K"].document.clear();
  CHECK(said_of(order, {document("B")}) == ""); // an abort has left it behind
  attempts[0].declared = true;
  CHECK(has(said_of(order, {document("B")}), "E5.9"));
}

TEST_CASE("the referee of documents sees an end that does not go with what is there", "[unit]") {
  auto order = order_with_own();
  order.calls["K"].document.clear();
  order.phase = "cancelled";
  CHECK(has(said_of(order, {document("A")}), "no incident says so (I3)"));
  CHECK(has(said_of(order, {document("A"), second("B")}), "I3"));
  order.calls["K"].document = "A";
  CHECK(has(said_of(order, {document("A")}), "was never undone (I7)"));
  auto undone = document("A");
  undone.live = false;
  CHECK(said_of(order, {undone}) == "");
  order.incidents[1] = {"K", "made", "B", "acknowledged"};
  CHECK(said_of(order, {undone, second("B")}) == "");
  order.incidents[1].closed = "compensated";
  CHECK(has(said_of(order, {undone, second("B")}), "is called compensated, and is there"));

  auto other = document("C");
  other.key = "K2";
  order.calls["K2"] = once_call();
  order.calls["K2"].document = "C";
  CHECK(has(said_of(order, {document("A"), other}), "is there 2 times (I1)"));
  order.phase = "completed";
  CHECK(has(said_of(order, {document("A")}), "completed without keep"));
  other.key = "K3";
  CHECK(has(said_of(order, {other}), "no record knows the call"));
}

TEST_CASE("the referee of undos sees that another document than the step's is undone", "[unit]") {
  const std::vector<far_document> made{document("A"), second("B")};
  const auto said = [&](const std::string& number) {
    std::string all;
    look_at_undone(made, number, [&](const std::string& sentence) { all += sentence; });
    return all;
  };
  CHECK(said("A") == "");
  CHECK(said("B") == "");
  CHECK(has(said("C"), "`C` is undone, and was never made"));
}

TEST_CASE("the referee of documents leaves an idempotent one to whoever declared it absent",
          "[unit]") {
  auto order = order_with_own();
  auto& call = order.calls["K"];
  call.effect = dsl::effect_class::idempotent;
  call.attempts = {attempt(1, "absent")};
  call.document.clear();
  order.phase = "cancelled";
  auto kept = document("A");
  kept.effect = dsl::effect_class::idempotent;
  CHECK(has(said_of(order, {kept}), "I3"));
  call.attempts[0].declared = true;
  CHECK(said_of(order, {kept}) == "");
}

TEST_CASE("the referee of what was found wants it held, taken or reported", "[unit]") {
  auto order = order_with(once_call());
  auto& call = order.calls["K"];
  call.attempts = {attempt(1, "unknown", true)};
  CHECK(said_of_found(order) == "");
  call.found = {"A", "B"};
  CHECK(has(said_of_found(order), "is in doubt and not held (E5.5)"));
  order.holds[1] = {"in_doubt", "K", {}};
  CHECK(has(said_of_found(order), "is in doubt and not held (E5.5)"));
  order.holds[1].cause = "conflicting_document";
  CHECK(said_of_found(order) == "");
  order.holds.clear();

  call.ended = call.attempts[0].is = "ok";
  call.document = "A";
  CHECK(has(said_of_found(order), "B was found for made of order J-1, which ended ok"));
  order.incidents[1] = {"K", "made", "B", {}};
  CHECK(said_of_found(order) == "");

  call.ended.clear();
  call.document.clear();
  call.attempts = {attempt(1, "absent")};
  CHECK(has(said_of_found(order), "A was found for made of order J-1, which goes on"));
  order.incidents[2] = {"K", "made", "A", {}};
  CHECK(said_of_found(order) == "");
  call.attempts.push_back(attempt(2, "unknown", true)); // a new doubt, and nothing new found
  CHECK(said_of_found(order) == "");
  call.found.insert("C");
  CHECK(has(said_of_found(order), "C was found for made of order J-1, which is in doubt"));
  call.attempts.pop_back();
  call.attempts.push_back(attempt(2, "sent")); // it may be what this one made
  CHECK(said_of_found(order) == "");
}

TEST_CASE("the referee of incidents sees one about what the step has taken", "[unit]") {
  auto order = order_with_own();
  const auto said = [&] {
    std::string all;
    look_at_incidents(order, [&](const std::string& sentence) { all += sentence; });
    return all;
  };
  order.incidents[1] = {"K", "made", "B", {}};
  CHECK(said() == "");
  order.incidents[2] = {"K", "made", "A", {}};
  CHECK(has(said(), "A is what made of order J-1 has"));
  order.incidents[2].closed = "adopted";
  CHECK(said() == "");
}

} // namespace gantry::simulation
