#include "tests/actors/far_systems.hpp"

#include "dsl/base/json.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace gantry::tests {

using engine::outcome;

const char* name_of(far_behaviour::kind is) {
  switch (is) {
  case far_behaviour::kind::answers: return "answered";
  case far_behaviour::kind::refuses: return "refused";
  case far_behaviour::kind::errs: return "business error";
  case far_behaviour::kind::violates: return "contract violated";
  case far_behaviour::kind::loses_call: return "call lost";
  case far_behaviour::kind::loses_answer: return "answer lost";
  case far_behaviour::kind::falls_silent: return "fell silent";
  case far_behaviour::kind::is_deaf: return "did not hang up";
  case far_behaviour::kind::crashes: return "call crashed";
  case far_behaviour::kind::waits: return "waited";
  }
  return "?";
}

engine::outcome plain_outcome(outcome::kind is, const std::string& detail) {
  outcome how;
  how.is = is;
  how.detail = detail;
  return how;
}

engine::outcome ok_outcome(const dsl::operation& of, const std::string& json) {
  auto how = plain_outcome(outcome::kind::ok, "200");
  if (of.returns == nullptr)
    return how;
  auto typed = dsl::decode(parse_json(json).value(), *of.returns, "result");
  if (!typed)
    throw std::runtime_error(typed.error().message + ": " + json);
  how.result = std::move(*typed);
  return how;
}

/// One request and the way back of its answer, which is gone once.
struct far_systems::exchange {
  std::size_t number = 0;
  engine::far_request what;
  std::function<void(outcome, bool)> done;
  bool deaf = false;
  bool twice = false;
};

class far_systems::call : public engine::far_call {
public:
  call(std::shared_ptr<far_systems> in, std::shared_ptr<exchange> which)
      : in_(std::move(in)), which_(std::move(which)) {}
  void abort() override {
    in_->requests_[which_->number].aborted = true;
    if (!which_->deaf)
      in_->finish(which_, plain_outcome(outcome::kind::unknown, "given up"), true);
  }

private:
  std::shared_ptr<far_systems> in_;
  std::shared_ptr<exchange> which_;
};

void far_systems::next(const std::string& operation, far_behaviour how) {
  next_[operation].push_back(std::move(how));
}

void far_systems::always(const std::string& operation, far_behaviour how) {
  always_[operation] = std::move(how);
}

void far_systems::release() {
  for (const auto& each : std::exchange(waiting_, {}))
    finish(each, answer_to(*each), true);
}

std::vector<far_systems::request> far_systems::requests(const std::string& operation) const {
  std::vector<request> found;
  for (const auto& each : requests_)
    if (each.what.operation == operation)
      found.push_back(each);
  return found;
}

std::size_t far_systems::count(const std::string& operation) const {
  return requests(operation).size();
}

const std::vector<far_systems::document>& far_systems::made(const std::string& operation) const {
  return ledger_[operation];
}

std::size_t far_systems::made_under(const std::string& operation, const std::string& key) const {
  const auto& all = made(operation);
  return static_cast<std::size_t>(
      std::count_if(all.begin(), all.end(), [&](const auto& each) { return each.key == key; }));
}

void far_systems::make(const std::string& operation, const std::string& key,
                       const std::string& json) {
  ledger_[operation].push_back({key, json});
}

far_behaviour far_systems::behaviour_of(const engine::far_request& what) {
  auto& waiting = next_[what.operation];
  if (!waiting.empty()) {
    auto how = waiting.front();
    waiting.pop_front();
    return how;
  }
  if (const auto known = always_.find(what.operation); known != always_.end())
    return known->second;
  return otherwise ? otherwise(what) : far_behaviour{};
}

/// What the request makes, as its result's JSON. A finder (`find…`) lists what stands under its
/// reference; an idempotent operation knows its key again, a `once` one does not.
std::string far_systems::carry_out(const exchange& which) {
  const auto& what = which.what;
  const auto arguments = parse_json(*what.arguments).value();
  const auto text = [&](std::string_view name) {
    const auto* member = arguments.find(name);
    return member != nullptr && member->is_string() ? member->as_string() : std::string{};
  };
  if (what.operation == "look")
    return R"({"text":"found","limit":"100.00"})";
  if (what.operation.starts_with("find")) {
    std::string list;
    for (const auto& each : made(what.operation == "find" ? "make" : "ship"))
      if (each.key == text("reference"))
        list += (list.empty() ? "" : ",") + each.json;
    return "[" + list + "]";
  }
  if (what.effect == dsl::effect_class::idempotent)
    for (const auto& each : made(what.operation))
      if (each.key == what.key)
        return each.json;
  auto json = make_one(what, text("amount"), false);
  if (which.twice)
    (void)make_one(what, text("amount"), true);
  return json;
}

std::string far_systems::make_one(const engine::far_request& what, const std::string& amount,
                                  bool again) {
  const auto number = what.operation + "-" + std::to_string(++numbers_);
  const auto json = what.operation == "keep"
                        ? R"({"id":")" + number + R"("})"
                        : R"({"number":")" + number + R"(","amount":")" + amount + R"("})";
  make(what.operation, what.key, json);
  if (on_effect)
    on_effect(what, {json, again});
  return json;
}

engine::outcome far_systems::answer_to(const exchange& which) {
  return ok_outcome(*which.what.declaration, carry_out(which));
}

void far_systems::finish(const std::shared_ptr<exchange>& which, outcome how, bool first_byte) {
  auto done = std::exchange(which->done, nullptr);
  if (!done)
    return;
  requests_[which->number].ended = true;
  --open_;
  if (on_answer)
    on_answer(which->what, how);
  done(std::move(how), first_byte);
}

std::shared_ptr<engine::far_call>
far_systems::send(engine::far_request what,
                  std::function<void(outcome how, bool first_byte_written)> done) {
  if (on_request)
    on_request(what);
  const auto how = behaviour_of(what);
  const auto made_exchange = std::make_shared<exchange>(
      exchange{requests_.size(), what, std::move(done), how.is == kind::is_deaf, how.twice});
  requests_.push_back({std::move(what), time_.boot_ns(), false, false});
  if (how.is == kind::crashes)
    throw std::runtime_error("the connector has a defect");
  open_most_ = std::max(open_most_, ++open_);

  const auto self = shared_from_this();
  const auto& asked = made_exchange->what;
  const auto answer_later = [&](outcome with, bool first_byte) {
    time_.after(how.after, [self, made_exchange, with = std::move(with), first_byte] {
      self->finish(made_exchange, with, first_byte);
    });
  };
  // Every connector ends what is not answered; the engine's own watch of attempts comes first.
  if (how.is != kind::is_deaf)
    time_.after(asked.timeout + milliseconds(1), [self, made_exchange] {
      self->finish(made_exchange, plain_outcome(outcome::kind::unknown, "timed out"), true);
    });
  switch (how.is) {
  case kind::answers: answer_later(answer_to(*made_exchange), true); break;
  case kind::refuses:
    answer_later(plain_outcome(outcome::kind::refused, "connection refused"), false);
    break;
  case kind::errs: {
    auto error = plain_outcome(outcome::kind::business_error, how.error);
    error.error_name = how.error;
    answer_later(std::move(error), true);
    break;
  }
  case kind::violates:
    answer_later(plain_outcome(outcome::kind::contract_violation, "422 with no declared error"),
                 true);
    break;
  case kind::loses_answer:
    time_.after(how.effect_after, [self, made_exchange] { (void)self->carry_out(*made_exchange); });
    answer_later(plain_outcome(outcome::kind::unknown, "connection reset"), true);
    break;
  case kind::falls_silent: (void)carry_out(*made_exchange); break;
  case kind::waits:
  case kind::is_deaf: waiting_.push_back(made_exchange); break;
  case kind::loses_call:
  case kind::crashes: break;
  }
  return std::make_shared<call>(self, made_exchange);
}

} // namespace gantry::tests
