#include "tests/simulation/order_book.hpp"

#include "actors/folded_order.hpp"
#include "dsl/base/json.hpp"
#include "engine/documents.hpp"

#include <algorithm>

namespace gantry::simulation {

using namespace engine;

namespace {

std::string name_of(outcome::kind is) {
  switch (is) {
  case outcome::kind::ok: return "ok";
  case outcome::kind::business_error: return "business_error";
  case outcome::kind::refused: return "refused";
  case outcome::kind::unknown: return "unknown";
  case outcome::kind::contract_violation: return "contract_violation";
  }
  return "?";
}

seen_attempt* attempt_of(seen_call& call, attempt_number number) {
  for (auto& each : call.attempts)
    if (each.number == number)
      return &each;
  return nullptr;
}

void verified(seen_call& call, const doubt_verified& f) {
  for (const auto& document : documents_in(f.how.result))
    call.found.insert(number_of(document));
  if (f.verdict == "adopted_by_hand")
    call.adopted_by_hand = true;
  const bool declared = f.verdict == "declared_absent";
  if (f.verdict != "absent" && !declared)
    return;
  for (auto& each : call.attempts)
    if (each.is == "unknown") {
      each.is = "absent";
      each.declared = declared;
    }
  call.in_doubt = false;
}

void made(seen_order& order, const call_made& f, const dsl::program& program, timestamp at) {
  auto& call = order.calls[f.key];
  const auto& operation = program.operations.at(f.operation);
  call.node = f.node;
  call.contract = operation.contract;
  call.operation = operation.name;
  call.effect = operation.effect;
  call.undo = f.undo;
  call.revision = f.revision;
  call.undoes = f.undoes;
  call.made_at = at;
  call.ended.clear(); // made again without consuming its key
}

void ended(seen_order& order, const call_ended& f) {
  auto& call = order.calls[f.key];
  call.ended = f.how;
  call.in_doubt = false;
  const auto* answered = f.attempt == 0 ? nullptr : attempt_of(call, f.attempt);
  call.document = answered == nullptr ? number_of(f.result) : answered->document;
}

seen_hold held(const hold_opened& f) {
  seen_hold made{f.cause, f.key, {}};
  for (const auto& document : documents_in(f.documents))
    made.documents.push_back(to_json(document));
  return made;
}

} // namespace

bool seen_call::has(const std::string& what) const {
  return std::ranges::any_of(attempts, [&](const auto& each) { return each.is == what; });
}

bool seen_call::may_take_effect() const {
  return std::ranges::any_of(attempts, [](const auto& each) {
    return each.is == "sent" || (each.is == "unknown" && !each.settled);
  });
}

bool seen_call::was_declared_absent() const {
  return std::ranges::any_of(attempts, [](const auto& each) { return each.declared; });
}

bool seen_call::is_swept() const {
  return effect == dsl::effect_class::once && !ended.empty() &&
         (attempts.size() > 1 || was_declared_absent());
}

bool seen_order::rests() const {
  return holds.empty() &&
         std::ranges::none_of(calls, [](const auto& each) { return each.second.ended.empty(); });
}

const seen_call* seen_order::call_under(const std::string& of) const {
  const auto found = calls.find(of);
  return found == calls.end() ? nullptr : &found->second;
}

bool seen_order::has_incident(const std::string& of) const {
  return std::ranges::any_of(incidents, [&](const auto& each) { return each.second.key == of; });
}

bool seen_order::undoes_second(const std::string& of) const {
  const auto* call = call_under(of);
  return call != nullptr && call->undo && has_incident(call->undoes);
}

bool seen_order::knows(const std::string& of, const std::string& document) const {
  if (const auto* call = call_under(of); call != nullptr && call->document == document)
    return true;
  return std::ranges::any_of(incidents, [&](const auto& each) {
    return each.second.key == of && each.second.document == document;
  });
}

std::string number_of(const value& document) {
  for (const char* name : {"number", "id"})
    if (const auto* field = document.find(name); field != nullptr && field->is_string())
      return field->as_string();
  return {};
}

bool seen_order::is_over() const {
  return phase == "completed" || phase == "rejected" || phase == "cancelled" || phase == "aborted";
}

const seen_order* order_book::find(const std::string& id) const {
  const auto number = numbers_.find(id);
  return number == numbers_.end() ? nullptr : &orders_.at(number->second);
}

void order_book::note_made_twice(const std::string& order, const std::string& key) {
  if (const auto number = numbers_.find(order); number != numbers_.end())
    orders_.at(number->second).made_twice.insert(key);
}

void order_book::take(const persistence::journal_row& record,
                      const std::optional<persistence::instance_row>& row) {
  auto& order = orders_[record.instance];
  if (row)
    order.row = *row;
  if (order.id.empty()) {
    order.id = to_string(order.row.id);
    order.key = order.row.key;
    numbers_[order.id] = record.instance;
  }
  if (record.sequence != order.sequence + 1)
    return wrong("record " + std::to_string(record.sequence) + " of order " + order.key +
                 " follows record " + std::to_string(order.sequence));
  const auto decoded = actors::record_of(record, *program_);
  if (!decoded)
    return wrong("a record of order " + order.key + " cannot be read: " + decoded.error().message);
  order.sequence = record.sequence;
  history_.push_back({record.instance, std::hash<std::string>{}(record.body)});
  for (const auto& each : decoded->facts) {
    before_fact(order, each);
    take_in(order, each, decoded->at);
  }
  after_record(order, record.body);
}

void order_book::read_again(const persistence::store& from) {
  persistence::order_filter filter;
  filter.limit = 500; // more than a course has
  const auto page = from.list_orders(filter);
  if (!page)
    return wrong("the orders cannot be listed: " + page.error().message);
  std::set<persistence::instance_number> there;
  for (const auto& row : page->items) {
    there.insert(row.number);
    const auto journal = from.load_journal(row.number);
    if (!journal)
      return wrong("the journal of order " + row.key +
                   " cannot be read: " + journal.error().message);
    const auto known = orders_[row.number].sequence;
    if (journal->size() < known)
      return wrong("of order " + row.key + ", " + std::to_string(known) +
                   " records were durable, and " + std::to_string(journal->size()) + " are there");
    for (auto each = known; each < journal->size(); ++each)
      take((*journal)[each], row);
  }
  for (const auto& [number, order] : orders_)
    if (!there.contains(number))
      wrong("order " + order.key + " was durable and is lost");
}

void order_book::take_in(seen_order& order, const fact& what, timestamp at) {
  if (const auto* created = std::get_if<order_created>(&what))
    order.priority = created->priority, order.free_since = at;
  else if (const auto* call = std::get_if<call_made>(&what))
    made(order, *call, *program_, at);
  else if (const auto* sent = std::get_if<attempt_sent>(&what))
    order.calls[sent->key].attempts.emplace_back().number = sent->attempt;
  else if (const auto* answered = std::get_if<attempt_result>(&what)) {
    if (auto* of = attempt_of(order.calls[answered->key], answered->attempt)) {
      of->is = name_of(answered->how.is);
      of->document = number_of(answered->how.result);
    }
  } else if (const auto* settled = std::get_if<attempt_settled>(&what)) {
    if (auto* of = attempt_of(order.calls[settled->key], settled->attempt))
      of->settled = true;
  } else if (const auto* over = std::get_if<call_ended>(&what))
    ended(order, *over);
  else if (const auto* doubt = std::get_if<call_in_doubt>(&what))
    order.calls[doubt->key].in_doubt = true;
  else if (const auto* verdict = std::get_if<doubt_verified>(&what))
    verified(order.calls[verdict->key], *verdict);
  else if (const auto* set = std::get_if<timer_set>(&what))
    order.timers.insert(set->timer);
  else if (const auto* cleared = std::get_if<timer_cleared>(&what))
    order.timers.erase(cleared->timer);
  else if (const auto* wait = std::get_if<wait_opened>(&what)) {
    if (!wait->handler)
      order.waits.insert(wait->wait);
  } else if (const auto* closed_wait = std::get_if<wait_closed>(&what)) {
    if (order.waits.erase(closed_wait->wait) > 0)
      order.free_since = at;
  } else if (const auto* event = std::get_if<event_consumed>(&what))
    order.consumed.insert(event->inbox);
  else if (const auto* hold = std::get_if<hold_opened>(&what))
    order.holds[hold->hold] = held(*hold);
  else if (const auto* closed = std::get_if<hold_closed>(&what)) {
    order.holds.erase(closed->hold);
    order.free_since = at;
  } else if (const auto* phase = std::get_if<phase_changed>(&what))
    order.phase = phase->phase;
  else if (const auto* control = std::get_if<control_changed>(&what)) {
    order.control = control->control;
    order.free_since = at;
  } else if (std::holds_alternative<cancel_requested>(what))
    order.cancel = true;
  else if (const auto* owes = std::get_if<compensation_owed>(&what))
    order.owed.insert(owes->key);
  else if (const auto* paid = std::get_if<compensation_settled>(&what))
    order.owed.erase(paid->key);
  else if (const auto* incident = std::get_if<incident_opened>(&what))
    order.incidents[incident->incident] = {
        incident->key, incident->node, number_of(incident->other), {}};
  else if (const auto* mended = std::get_if<incident_closed>(&what))
    order.incidents[mended->incident].closed = mended->how;
  else if (const auto* command = std::get_if<command_recorded>(&what)) {
    if (command->ignored.empty())
      order.verbs.insert(command->verb);
  } else if (const auto* priority = std::get_if<priority_changed>(&what))
    order.priority = priority->priority;
}

} // namespace gantry::simulation
