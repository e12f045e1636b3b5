#include "tests/engine/model_follower.hpp"

#include <cctype>
#include <stdexcept>

namespace gantry::tests {
namespace {

using engine::timer_purpose;

/// Three attempts, one new revision after a business error, an hour in all: the bounds of walks.py.
const char* const once_flow = R"(
workflow small(job: Job) {
  version 1  key job.id
  step made = far.make(text: job.text, amount: job.amount) {
    retry 2 times, every 1s
    within 1h else reject "too late"
    compensate far.unmake(number: made.number)
    on blocked as e { retry 1 times, every 1s else reject e.reason }
  }
})";

const char* const idempotent_flow = R"(
workflow small(job: Job) {
  version 1  key job.id
  step made = far.keep(text: job.text) {
    retry 2 times, every 1s
    within 1h else reject "too late"
    compensate far.drop(id: made.id)
    on full { retry 1 times, every 1s else reject "full" }
  }
})";

const std::string step = "made";

bool begins(const std::string& text, const std::string& with) {
  return text.rfind(with, 0) == 0;
}

std::int64_t number(const value& line, const char* name) {
  return line.find(name)->as_int();
}

bool flag(const value& line, const char* name) {
  const auto& v = *line.find(name);
  return v.is_bool() ? v.as_bool() : v.as_int() != 0;
}

/// `a3 settled`: 2.
std::size_t attempt_in(const std::string& label, std::size_t at) {
  return static_cast<std::size_t>(std::stoul(label.substr(at + 1))) - 1;
}

} // namespace

model_follower::model_follower(call_class of)
    : of_(of), order_(of == call_class::once ? once_flow : idempotent_flow) {
  order_.grant_permits(false);
  order_.start();
}

model_follower::model_state model_follower::read(const value& line) {
  model_state s;
  s.phase = line.find("ph")->as_string();
  s.revision = static_cast<int>(number(line, "rev"));
  for (const auto& item : line.find("atts")->as_list()) {
    const auto& fields = item.as_list();
    s.attempts.push_back(
        {static_cast<int>(fields[0].as_int()), fields[1].as_string()[0], fields[2].as_int() != 0});
  }
  s.paused = flag(line, "paused");
  s.cancel = flag(line, "cancel");
  s.undo = flag(line, "undo");
  s.loaded = flag(line, "loaded");
  s.incidents = number(line, "incidents");
  s.end = line.find("fin")->as_string();
  return s;
}

void model_follower::take(const value& line) {
  const auto& label = line.find("label")->as_string();
  const auto next = read(line);
  if (next.attempts.size() > now_.attempts.size())
    send();
  if (label == "restart" || begins(label, "order loaded again"))
    load(next, label.find("not in the table") != std::string::npos);
  else if (label[0] == 'a' && label.size() > 1 && std::isdigit(label[1]) != 0)
    attempt_label(label, next);
  else if (begins(label, "finder") || begins(label, "watch on"))
    finder_label(label, line, next);
  else
    verb_label(label);
  now_ = next;
}

/// What the lane, the record and the table do to one attempt is one event here.
void model_follower::attempt_label(const std::string& label, const model_state& next) {
  const auto which = attempt_in(label, 0);
  const auto what = label.substr(label.find(' ') + 1);
  if (begins(what, "answer") || begins(what, "recorded") || begins(what, "unknown"))
    outcome_of(which, next.attempts[which].known);
  else if (what == "settled")
    settle(which);
}

void model_follower::verb_label(const std::string& label) {
  if (label == "PAUSE")
    order_.command("pause");
  else if (label == "resume")
    order_.command("resume");
  else if (label == "CANCEL")
    order_.command("cancel");
  else if (label == "ABORT")
    order_.command("abort");
  else if (label == "DEADLINE")
    order_.fire(timer_purpose::deadline);
  else if (label == "retry")
    order_.command("retry");
  else if (begins(label, "edit"))
    order_.command("edit", R"({"arguments":{"text":"cardboard"}})");
  else if (begins(label, "adopt a typed"))
    order_.command("adopt", R"({"result":)" + document(99) + "}");
  else if (begins(label, "adopt document"))
    order_.command("adopt", R"({"document":)" + document(std::stoll(label.substr(15))) + "}");
  else if (label == "DECLARE ABSENT")
    order_.command("declare-absent");
  else if (begins(label, "verify now"))
    order_.command("verify");
  else if (begins(label, "on error"))
    order_.fire(timer_purpose::statement);
}

void model_follower::load(const model_state& next, bool not_in_table) {
  order_.restart();
  if (!not_in_table)
    return;
  for (std::size_t i = 0; i < now_.attempts.size(); ++i)
    if (now_.attempts[i].known == 's' && next.attempts[i].known != 's')
      outcome_of(i, 'u');
}

/// The model commits `sent`: the retry is due, and the lane has room.
void model_follower::send() {
  if (order_.has_timer(timer_purpose::retry, step))
    order_.fire(timer_purpose::retry, step);
  order_.grant_permits(true);
  order_.offer_permit(step);
  order_.grant_permits(false);
}

void model_follower::settle(std::size_t attempt) {
  const auto* call = call_of(now_.attempts[attempt].revision);
  const auto within = number_of(now_.attempts, attempt);
  for (const auto& timer : order_.state().timers)
    if (timer.what.purpose == timer_purpose::settle && timer.what.key == call->key &&
        timer.what.attempt == within) {
      order_.feed(engine::timer_due{timer.what.timer, timer.what.due});
      return;
    }
}

void model_follower::outcome_of(std::size_t attempt, char known) {
  const auto* call = call_of(now_.attempts.at(attempt).revision);
  engine::outcome how;
  how.detail = "as in the model";
  const auto& operation = order_.program().operations.at(call->operation);
  if (known == 'o') {
    how.is = engine::outcome::kind::ok;
    const auto id = of_ == call_class::once ? static_cast<std::int64_t>(attempt) + 1
                                            : now_.attempts[attempt].revision;
    how.result = read_value(document(id), operation.returns);
  } else if (known == 'b') {
    how.is = engine::outcome::kind::business_error;
    how.error_name = operation.errors.front().name;
    if (operation.errors.front().as_record && of_ == call_class::once)
      how.error_fields = read_value(R"({"reason":"no"})", operation.errors.front().as_record);
  } else if (known == 'r') {
    how.is = engine::outcome::kind::refused;
  }
  const auto verdict = order_.feed(
      engine::attempt_ended{call->key, number_of(now_.attempts, attempt), how, known != 'r'});
  if (verdict.is == engine::verdict::kind::defect)
    throw std::runtime_error("defect: " + verdict.why);
}

void model_follower::finder_label(const std::string& label, const value& line,
                                  const model_state& next) {
  if (begins(label, "finder asked")) // it is asked by itself
    return;
  if (begins(label, "finder unreachable")) {
    order_.finder_unreachable(step);
    if (order_.has_timer(timer_purpose::give_up, step))
      order_.fire(timer_purpose::give_up, step);
    return;
  }
  if (begins(label, "watch on")) {
    if (of_ == call_class::once) // an idempotent operation need not have a finder
      feed_found(call_of(static_cast<int>(number(line, "of")))->key, 0, *line.find("found"));
    return;
  }
  const auto asked = static_cast<std::size_t>(number(line, "asked"));
  if (now_.attempts.at(asked - 1).revision == next.revision)
    feed_found(call_of(next.revision)->key, number_of(now_.attempts, asked - 1),
               *line.find("found"));
}

void model_follower::feed_found(const std::string& key, engine::attempt_number asked_for,
                                const value& documents) {
  std::string list;
  for (const auto& id : documents.as_list())
    list += (list.empty() ? "" : ",") + document(id.as_int());
  engine::outcome how;
  how.is = engine::outcome::kind::ok;
  const auto& operation = order_.program().operations.at(order_.state().find_call(key)->operation);
  how.result = read_value("[" + list + "]",
                          order_.program().operations.at(operation.verify->finder).returns);
  order_.feed(engine::finder_answered{key, asked_for, std::move(how)});
}

const engine::call_state* model_follower::call_of(int revision) const {
  for (const auto& call : order_.state().calls)
    if (!call.undo && call.revision == static_cast<std::uint32_t>(revision))
      return &call;
  return nullptr;
}

engine::attempt_number model_follower::number_of(const std::vector<attempt_row>& in,
                                                 std::size_t attempt) const {
  engine::attempt_number n = 0;
  for (std::size_t i = 0; i <= attempt; ++i)
    n += in[i].revision == in[attempt].revision ? 1 : 0;
  return n;
}

std::string model_follower::document(std::int64_t id) const {
  return of_ == call_class::once
             ? R"({"number":"M-)" + std::to_string(id) + R"(","amount":"10.00"})"
             : R"({"id":"K-)" + std::to_string(id) + R"("})";
}

} // namespace gantry::tests
