#include "tests/engine/order_driver.hpp"

#include "dsl/base/digest.hpp"
#include "dsl/base/json.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <stdexcept>

namespace gantry::tests {
namespace {

/// What `GET /v1/orders/{id}` and the index show, as one text. `passivable` is left out: whether a
/// question is with the finder is known in memory alone.
std::string shown(const engine::instance& order) {
  const auto s = engine::summarise(order);
  const auto v = engine::view(order);
  std::string text = s.workflow + ' ' + s.status + ' ' + s.phase + ' ' + s.control + ' ' + s.held +
                     ' ' + s.stage + ' ' + s.waiting_for + (s.in_doubt ? " in doubt" : "") +
                     (s.finished ? " finished" : "") + (s.watching ? " watching" : "") +
                     (s.attention ? " attention" : "") + ' ' + v.input_json + ' ' + v.output_json +
                     ' ' + v.end_reason;
  for (const auto& [name, json] : v.values_json)
    text += "\n" + name + " = " + json;
  for (const auto& call : v.open_calls)
    text += "\ncall " + call.step + ' ' + call.operation + ' ' + call.key + ' ' +
            std::to_string(call.attempt) + ' ' + call.state + ' ' + format_timestamp(call.since) +
            ' ' + format_timestamp(call.due);
  for (const auto& hold : v.holds) {
    text += "\nhold " + std::to_string(hold.id) + ' ' + hold.cause + ' ' + hold.step + ' ' +
            hold.key + ' ' + hold.evidence;
    for (const auto& verb : hold.legal)
      text += ' ' + verb;
  }
  if (v.cancel_requested)
    text += "\ncancel " + v.cancel_requested->by + ' ' + v.cancel_requested->reason;
  for (const auto& wait : v.waits)
    text += "\nwait " + wait;
  for (const auto& verb : v.legal)
    text += ' ' + verb;
  return text;
}

} // namespace

const std::string order_driver::default_input =
    R"({"id":"J-1","text":"paper","amount":"10.00","due":"2026-03-05T18:00:00Z"})";

value read_value(const std::string& json, const dsl::type_ref& as) {
  const auto parsed = parse_json(json);
  if (!parsed)
    throw std::runtime_error(parsed.error().message + ": " + json);
  if (as == nullptr)
    return *parsed;
  auto typed = dsl::decode(*parsed, *as, "value");
  if (typed)
    return std::move(*typed);
  std::string why = typed.error().message;
  for (const auto& field : typed.error().fields)
    why += "; " + field.path + ": " + field.message;
  throw std::runtime_error(why);
}

order_driver::order_driver(const std::string& workflow) : order_driver(compile_flow(workflow)) {}

order_driver::order_driver(dsl::program_ptr program)
    : program_(std::move(program)), live_(program_), folded_(program_),
      now_(*parse_timestamp("2026-03-02T08:00:00Z")) {}

// ---- feeding ----------------------------------------------------------------------------------

bool order_driver::claim_permit(std::uint32_t, const engine::call_key& key) {
  if (permits_)
    claimed_.push_back(key);
  return permits_;
}

engine::verdict order_driver::feed(decltype(engine::event::what) what) {
  new_facts_.clear();
  new_effects_.clear();
  claimed_.clear();
  engine::event e;
  e.what = std::move(what);
  e.now = now_;
  e.cause.principal = "test";
  auto verdict = engine::advance(live_, e, *this);
  if (verdict.is == engine::verdict::kind::defect) {
    new_facts_.clear();
    new_effects_.clear();
    fold_again();
    return verdict;
  }
  commit();
  prove_fold();
  return verdict;
}

engine::verdict order_driver::must(decltype(engine::event::what) what) {
  auto verdict = feed(std::move(what));
  if (verdict.is == engine::verdict::kind::defect)
    throw std::runtime_error("defect: " + verdict.why);
  return verdict;
}

/// E2.4 and E2.2 hold for every event of every test: what is sent stands in the record as sent, and
/// a permit was claimed for it before.
void order_driver::commit() {
  const auto sent = new_facts<engine::attempt_sent>();
  for (const auto& out : new_effects<engine::send_attempt>()) {
    const bool recorded = std::any_of(sent.begin(), sent.end(), [&](const auto& fact) {
      return fact.key == out.key && fact.attempt == out.attempt;
    });
    if (!recorded)
      throw std::runtime_error("an attempt of " + out.key + " left without its `sent`");
  }
  for (const auto& fact : sent)
    if (std::find(claimed_.begin(), claimed_.end(), fact.key) == claimed_.end())
      throw std::runtime_error("an attempt of " + fact.node + " was sent without a permit");
  effects_.insert(effects_.end(), new_effects_.begin(), new_effects_.end());
  if (new_facts_.empty())
    return;
  engine::record record;
  record.sequence = records_.size() + 1;
  record.at = now_;
  record.cause.principal = "test";
  record.facts = new_facts_;
  const auto text = engine::encode(record);
  const auto again = engine::decode_record(record.version, text, *program_);
  if (!again)
    throw std::runtime_error(again.error().message + "\n" + text);
  REQUIRE(engine::encode(*again) == text);
  for (const auto& fact : again->facts)
    engine::apply(folded_, fact, now_);
  records_.push_back(std::move(record));
}

void order_driver::prove_fold() {
  REQUIRE(state_text(folded_.state()) == state_text(live_.state()));
  REQUIRE(shown(folded_) == shown(live_));
}

/// From the written form, as a restart does it.
void order_driver::fold_again() {
  live_ = engine::instance(program_);
  folded_ = engine::instance(program_);
  for (const auto& record : records_) {
    const auto read = engine::decode_record(record.version, engine::encode(record), *program_);
    if (!read)
      throw std::runtime_error(read.error().message);
    for (auto* order : {&live_, &folded_})
      for (const auto& fact : read->facts)
        engine::apply(*order, fact, record.at);
  }
}

void order_driver::tamper(const std::function<void(engine::fact&)>& change) {
  for (auto& record : records_)
    for (auto& fact : record.facts)
      change(fact);
  fold_again();
}

// ---- events -----------------------------------------------------------------------------------

engine::verdict order_driver::start() {
  return start(default_input);
}

engine::verdict order_driver::start(const std::string& input_json) {
  engine::started what;
  what.input = read_value(input_json, program_->input);
  what.business_key = "J-1";
  what.site = "test";
  what.instance = "00000000-0000-4000-8000-000000000001";
  return must(std::move(what));
}

engine::verdict order_driver::ended(const std::string& step, engine::attempt_number attempt,
                                    engine::outcome how) {
  const auto& c = call(step);
  return must(engine::attempt_ended{c.key, attempt == 0 ? c.latest() : attempt, std::move(how),
                                    how.is != engine::outcome::kind::refused});
}

engine::verdict order_driver::ok(const std::string& step, const std::string& result_json,
                                 engine::attempt_number attempt) {
  engine::outcome how;
  how.is = engine::outcome::kind::ok;
  if (const auto& type = state().operation_of(call(step)).returns)
    how.result = read_value(result_json, type);
  return ended(step, attempt, std::move(how));
}

engine::verdict order_driver::business_error(const std::string& step, const std::string& name,
                                             const std::string& fields_json,
                                             engine::attempt_number attempt) {
  engine::outcome how;
  how.is = engine::outcome::kind::business_error;
  how.error_name = name;
  how.detail = "it answered " + name;
  for (const auto& error : state().operation_of(call(step)).errors)
    if (error.name == name && error.as_record)
      how.error_fields = read_value(fields_json, error.as_record);
  return ended(step, attempt, std::move(how));
}

engine::verdict order_driver::refused(const std::string& step, engine::attempt_number attempt,
                                      duration retry_after) {
  engine::outcome how;
  how.is = engine::outcome::kind::refused;
  how.detail = "connection refused";
  how.retry_after_ms = retry_after.ns / 1'000'000;
  return ended(step, attempt, std::move(how));
}

engine::verdict order_driver::unknown(const std::string& step, engine::attempt_number attempt) {
  engine::outcome how;
  how.detail = "no answer within 10s";
  return ended(step, attempt, std::move(how));
}

engine::verdict order_driver::violation(const std::string& step, engine::attempt_number attempt) {
  engine::outcome how;
  how.is = engine::outcome::kind::contract_violation;
  how.detail = "422, which the contract does not declare";
  return ended(step, attempt, std::move(how));
}

engine::verdict order_driver::found(const std::string& step, const std::string& documents_json,
                                    engine::attempt_number asked_for) {
  const auto& c = call(step);
  const auto& operation = state().operation_of(c);
  engine::outcome how;
  how.is = engine::outcome::kind::ok;
  how.result =
      read_value(documents_json, program_->operations.at(operation.verify->finder).returns);
  if (asked_for == 0) {
    const auto asked = questions(step);
    if (asked.empty())
      throw std::runtime_error("the finder of " + step + " was not asked");
    asked_for = asked.back().asked_for;
  }
  return must(engine::finder_answered{c.key, asked_for, std::move(how)});
}

engine::verdict order_driver::finder_unreachable(const std::string& step) {
  engine::outcome how;
  how.detail = "the finder could not be asked";
  return must(engine::finder_answered{call(step).key, call(step).latest(), std::move(how)});
}

engine::verdict order_driver::command(const std::string& verb, const std::string& argument_json,
                                      engine::hold_id hold) {
  engine::command c;
  c.verb = verb;
  c.hold = hold;
  c.reason = "as agreed by telephone";
  c.argument = read_value(argument_json);
  c.token = records_.size() + 1;
  return must(std::move(c));
}

engine::verdict order_driver::arrives(const std::string& event, const std::string& data_json) {
  const auto declared = std::find_if(program_->events.begin(), program_->events.end(),
                                     [&](const auto& e) { return e.full_name() == event; });
  if (declared == program_->events.end())
    throw std::runtime_error("the flow knows no event " + event);
  engine::event_arrived what;
  what.inbox = ++inbox_;
  what.source = "outside";
  what.id = "E-" + std::to_string(inbox_);
  what.type = event;
  what.data = read_value(data_json, declared->as_record);
  what.received_at = now_;
  last_arrived_ = what;
  return must(std::move(what));
}

engine::verdict order_driver::offer_permit(const std::string& step) {
  return must(engine::permit_offered{call(step).key});
}

const engine::timer_set* order_driver::first_timer(std::optional<engine::timer_purpose> purpose,
                                                   const std::string& step) const {
  const engine::timer_set* first = nullptr;
  for (const auto& timer : state().timers) {
    if (timer.elapsed || (purpose && timer.what.purpose != *purpose))
      continue;
    const auto* owner = state().find_call(timer.what.key);
    if (!step.empty() && (owner == nullptr || !is_of(*owner, step)))
      continue;
    if (first == nullptr || timer.what.due < first->due)
      first = &timer.what;
  }
  return first;
}

engine::verdict order_driver::fire(const engine::timer_set& timer) {
  const engine::timer_due what{timer.timer, timer.due};
  now_ = std::max(now_, timer.due);
  return must(what);
}

engine::verdict order_driver::fire_next() {
  const auto* timer = first_timer({}, {});
  if (timer == nullptr)
    throw std::runtime_error("no timer is set");
  return fire(*timer);
}

engine::verdict order_driver::fire(engine::timer_purpose purpose, const std::string& step) {
  const auto* timer = first_timer(purpose, step);
  if (timer == nullptr)
    throw std::runtime_error("no such timer is set: " + state_text(state()));
  return fire(*timer);
}

engine::verdict order_driver::restart() {
  fold_again();
  return must(engine::taken_up{});
}

engine::verdict order_driver::crash_before_commit() {
  if (!new_facts_.empty())
    records_.pop_back();
  const auto first = effects_.end() - static_cast<std::ptrdiff_t>(new_effects_.size());
  effects_.erase(std::remove_if(first, effects_.end(),
                                [](const auto& e) { return !engine::may_leave_early(e); }),
                 effects_.end());
  return restart();
}

} // namespace gantry::tests
