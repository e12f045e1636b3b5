#include "actors/order_intake.hpp"

#include "actors/intake_answer.hpp"
#include "actors/order_draft.hpp"
#include "dsl/base/digest.hpp"

#include <utility>

namespace gantry::actors {

namespace {

persistence::document_row raw_body_of(submission& what, const uuid& id, const std::string& site,
                                      timestamp now) {
  persistence::document_row row;
  row.id = id;
  row.site = site;
  row.channel = what.intake;
  row.media_type = what.media_type;
  row.headers = "{}";
  row.digest = to_hex(sha256(what.raw_body));
  row.body = std::move(what.raw_body);
  row.received_at = now;
  row.state = "order";
  return row;
}

/// A new Idempotency-Key with an order that is there already: the answer is kept before it is
/// given.
answer<submit_answer> keeping(runtime_world& world, const persistence::idempotency_row& asked,
                              answer<submit_answer> done) {
  return [&world, asked, done = std::move(done)](result<submit_answer> with) {
    if (!with || !with->duplicate || !with->stored_answer.empty()) {
      done(std::move(with));
      return;
    }
    auto row = asked;
    fill_answer(row, with->order, true);
    world.desk.write(persistence::store_idempotency{row}, [row, given = std::move(*with),
                                                           done](write_desk::written how) mutable {
      const auto& kept = how.result.answered_before ? *how.result.answered_before : row;
      given.stored_answer = kept.answer;
      given.stored_status = kept.http_status;
      done(std::move(given));
    });
  };
}

} // namespace

result<dsl::program_ptr> deployed_workflow(const definitions& known, const std::string& name) {
  if (auto found = known.deployed(name))
    return found;
  std::string names;
  for (const auto& each : known.deployed())
    names += (names.empty() ? "" : ", ") + each->name;
  return fail(errc::unknown_workflow, "no workflow " + name + " is deployed; there are: " + names,
              "Name one of them, or deploy the flow and start the engine again.");
}

/// Only while it is crowded an order is looked at before it is drafted.
bool order_intake::goes_first(const dsl::program& workflow, const value& input) const {
  return world_.has_room_for_the_urgent() &&
         world_.goes_before_the_crowd(workflow,
                                      priority_before_draft(workflow, input, world_.now()));
}

result<std::unique_ptr<order_start>> order_intake::make_start(submission& what) {
  if (auto why = world_.order_refusal())
    return tl::unexpected(std::move(*why));
  auto definition = deployed_workflow(world_.known_definitions, what.workflow);
  if (!definition)
    return tl::unexpected(std::move(definition.error()));
  if (auto why = world_.crowd_refusal(**definition); why && !goes_first(**definition, what.input))
    return tl::unexpected(std::move(*why));
  draft_input from;
  from.definition = std::move(*definition);
  from.input = std::move(what.input);
  from.site = world_.options.site;
  from.intake = what.intake;
  from.id = world_.new_id();
  from.number = world_.new_number();
  from.generation = what.generation;
  from.cause = std::move(what.cause);
  from.now = world_.now();
  const auto now = from.now;
  const auto document = world_.new_id();
  from.document = to_string(document);
  auto start = draft_order(std::move(from));
  if (!start)
    return start;
  (*start)->create.document = raw_body_of(what, document, world_.options.site, now);
  if (what.idempotency) {
    what.idempotency->at = now;
    (*start)->create.idempotency = std::move(what.idempotency);
  }
  return start;
}

void order_intake::submit(submission what, answer<submit_answer> done) {
  auto start = make_start(what);
  if (!start) {
    done(tl::unexpected(std::move(start.error())));
    return;
  }
  auto& made = **start;
  made.done = world_.gate.guard(std::move(done));
  if (made.create.idempotency)
    made.done = keeping(world_, *made.create.idempotency, std::move(made.done));
  const auto number = made.create.row.number;
  world_.tree.start(number, std::move(*start));
}

} // namespace gantry::actors
