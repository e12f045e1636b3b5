#include "actors/event_intake.hpp"

#include "dsl/base/json.hpp"
#include "engine/correlation.hpp"

#include <utility>

namespace gantry::actors {

namespace {

/// Every mistake once; many messages name their path themselves.
std::string told(const error& why) {
  if (why.fields.empty())
    return why.message;
  std::string text;
  for (const auto& each : why.fields) {
    text += text.empty() ? "" : "; ";
    if (each.message.find(each.path) == std::string::npos)
      text += each.path + ": ";
    text += each.message;
  }
  return text;
}

} // namespace

const dsl::event_declaration* event_intake::declaration_of(const std::string& type) const {
  for (const auto& program : world_.known_definitions.deployed())
    for (const auto& each : program->events)
      if (each.full_name() == type)
        return &each;
  return nullptr;
}

persistence::inbox_row event_intake::row_of(const event_input& what) const {
  persistence::inbox_row row;
  row.site = world_.options.site;
  row.source = what.source;
  row.event_id = what.id;
  row.event_type = what.type;
  row.body = to_json(what.data);
  row.principal = what.cause.principal;
  row.traceparent = what.cause.traceparent;
  row.received_at = world_.now();
  const auto* declared = declaration_of(what.type);
  if (declared == nullptr) {
    row.finding = "no deployed workflow declares the event " + what.type;
    return row;
  }
  if (declared->keep)
    row.keep_until = row.received_at + *declared->keep;
  const auto typed = dsl::decode_lenient(what.data, *declared->as_record, "data");
  if (typed)
    row.correlation = engine::correlation_of(*declared, *typed);
  else
    row.finding = told(typed.error());
  return row;
}

void event_intake::take(const event_input& what, answer<event_answer> done) {
  if (auto why = world_.refusal()) {
    done(tl::unexpected(std::move(*why)));
    return;
  }
  auto row = row_of(what);
  auto finding = row.finding;
  world_.desk.write(persistence::store_event{std::move(row)},
                    [this, finding = std::move(finding),
                     done = world_.gate.guard(std::move(done))](const write_desk::written& how) {
                      if (how.result.failed) {
                        done(tl::unexpected(*how.result.failed));
                        return;
                      }
                      // Written twice because an acknowledgement was lost: it is the same event.
                      const bool duplicate = how.result.duplicate_event && !how.repeated;
                      ++(duplicate ? world_.count.events_duplicate : world_.count.events_received);
                      done(event_answer{duplicate, finding});
                    });
}

} // namespace gantry::actors
