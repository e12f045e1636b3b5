#include "tests/engine/far_world.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace gantry::tests {

using effect_class = dsl::effect_class;
using kind = engine::outcome::kind;

const dsl::operation& far_world::operation_of(const engine::send_attempt& what) const {
  return order_.program().operations.at(what.operation);
}

duration far_world::settle_of(const dsl::operation& operation) const {
  if (operation.verify)
    return operation.verify->settle;
  return operation.settle.value_or(seconds(10)); // the timeout of the contract's policy
}

void far_world::carry_out(bool lost) {
  for (const auto& out : order_.new_effects<engine::leave_lane>())
    std::erase(lane_, out.key);
  if (lost)
    return;
  for (const auto& out : order_.new_effects<engine::send_attempt>())
    table_[{out.key, out.attempt}] = {out, false, false, {}};
  for (const auto& out : order_.new_effects<engine::attach_attempt>())
    attach(out);
  for (const auto& out : order_.new_effects<engine::forget_attempt>())
    table_.erase({out.key, out.attempt});
  for (const auto& out : order_.new_effects<engine::ask_finder>())
    questions_.push_back(out);
  for (const auto& out : order_.new_effects<engine::join_lane>())
    if (std::find(lane_.begin(), lane_.end(), out.key) == lane_.end())
      lane_.push_back(out.key);
}

void far_world::attach(const engine::attach_attempt& question) {
  const auto known = table_.find({question.key, question.attempt});
  if (known == table_.end()) {
    unknown_to_table_.push_back(question);
  } else {
    known->second.ended = false; // handed over again
  }
}

/// Makes what the request asks for. An idempotent operation recognises its key.
void far_world::take_effect(const engine::send_attempt& what) {
  const auto& operation = operation_of(what);
  auto& made = documents_[what.key];
  if (operation.effect == effect_class::read ||
      (operation.effect == effect_class::idempotent && !made.empty()))
    return;
  made.push_back("D-" + std::to_string(++made_ever_));
}

void far_world::lose(const engine::send_attempt& what) {
  if (chance(60))
    lost_.push_back({what, before_settled(operation_of(what))});
}

timestamp far_world::before_settled(const dsl::operation& operation) {
  const auto settle = static_cast<std::uint64_t>(settle_of(operation).ns);
  return {order_.now().ns + static_cast<std::int64_t>(dice_() % settle)};
}

void far_world::give(decltype(engine::event::what) what) {
  const auto verdict = order_.feed(std::move(what));
  if (verdict.is == engine::verdict::kind::defect)
    throw std::runtime_error("defect: " + verdict.why);
}

void far_world::pass_until(timestamp when) {
  const auto due = [&](const lost_request& r) { return r.at <= when; };
  for (const auto& r : lost_) {
    if (!due(r))
      continue;
    take_effect(r.what);
    answers_[{r.what.key, r.what.attempt}] = ok_of(r.what);
  }
  std::erase_if(lost_, due);
}

void far_world::kill() {
  questions_.clear();
  unknown_to_table_.clear();
  lane_.clear(); // it is filled again from the store: the order asks anew
  for (const auto& [key, r] : table_)
    if (!r.decided && chance(50)) // the far side may have had it before
      lost_.push_back({r.what, order_.now()});
  table_.clear();
}

engine::outcome far_world::ok_of(const engine::send_attempt& what) const {
  engine::outcome how;
  how.is = kind::ok;
  const auto& operation = operation_of(what);
  const auto made = documents(what.key);
  if (operation.returns)
    how.result =
        read_value(document_json(operation, made.empty() ? "D-0" : made.back()), operation.returns);
  return how;
}

std::string document_json(const dsl::operation& operation, const std::string& id) {
  if (operation.name == "look")
    return R"({"text":"t","limit":"2"})";
  if (operation.name == "keep")
    return R"({"id":")" + id + R"("})";
  if (operation.name == "pour" || operation.name == "find_loose")
    return R"({"colour":")" + id + R"("})";
  return R"({"number":")" + id + R"(","amount":"10.00"})";
}

engine::outcome far_world::decide(const engine::send_attempt& what, bool in_peace) {
  const auto roll = in_peace ? 0 : dice_() % 100;
  const auto& operation = operation_of(what);
  engine::outcome how;
  if (roll < 45) {
    take_effect(what);
    how = ok_of(what);
    answers_[{what.key, what.attempt}] = how;
  } else if (roll < 75) {
    how.detail = "no answer within 10s";
    lose(what);
  } else if (roll < 90) {
    how.is = kind::refused;
    how.detail = "connection refused";
  } else if (roll < 97 && !operation.errors.empty() && documents_[what.key].empty()) {
    const auto& error = operation.errors[pick(operation.errors.size())];
    how.is = kind::business_error;
    how.error_name = error.name;
    how.detail = "it answered " + error.name;
    if (error.as_record)
      how.error_fields =
          read_value(error.parameters.empty() ? "{}" : R"({"reason":"no"})", error.as_record);
  } else {
    how.is = kind::contract_violation;
    how.detail = "422, which the contract does not declare";
  }
  return how;
}

bool far_world::under_way() const {
  return !unknown_to_table_.empty() ||
         std::any_of(table_.begin(), table_.end(),
                     [](const auto& one) { return !one.second.ended; });
}

/// Its effect may come until settle, from this report on.
void far_world::report_unknown(const engine::attach_attempt& question) {
  const auto& operation = order_.program().operations.at(question.operation);
  for (auto& r : lost_)
    if (r.what.key == question.key && r.what.attempt == question.attempt)
      r.at = before_settled(operation);
  engine::outcome how;
  how.detail = "its process has died";
  give(engine::attempt_ended{question.key, question.attempt, how, true});
}

bool far_world::end_attempt(bool in_peace) {
  if (!unknown_to_table_.empty()) {
    const auto question = unknown_to_table_.back();
    unknown_to_table_.pop_back();
    report_unknown(question);
    return true;
  }
  std::vector<request*> open;
  for (auto& [key, r] : table_)
    if (!r.ended)
      open.push_back(&r);
  if (open.empty())
    return false;
  auto& r = *open[pick(open.size())];
  if (!std::exchange(r.decided, true))
    r.how = decide(r.what, in_peace);
  r.ended = true;
  give(engine::attempt_ended{r.what.key, r.what.attempt, r.how, r.how.is != kind::refused});
  return true;
}

bool far_world::answer_finder(bool in_peace) {
  if (questions_.empty())
    return false;
  const auto at = questions_.begin() + static_cast<std::ptrdiff_t>(pick(questions_.size()));
  const auto asked = *at;
  questions_.erase(at);
  engine::outcome how;
  if (!in_peace && chance(30)) {
    how.detail = "the finder could not be asked";
  } else {
    const auto& finder = order_.program().operations.at(asked.operation);
    std::string list;
    for (const auto& id : documents(asked.key))
      list += (list.empty() ? "" : ",") + document_json(finder, id);
    how.is = kind::ok;
    how.result = read_value("[" + list + "]", finder.returns);
  }
  give(engine::finder_answered{asked.key, asked.asked_for, how});
  return true;
}

bool far_world::answer_again() {
  if (answers_.empty())
    return false;
  auto at = answers_.begin();
  std::advance(at, static_cast<std::ptrdiff_t>(pick(answers_.size())));
  if (const auto known = table_.find(at->first); known != table_.end() && !known->second.ended)
    return false; // its first answer is on its way
  give(engine::attempt_ended{at->first.first, at->first.second, at->second, true});
  return true;
}

bool far_world::offer_permit() {
  if (lane_.empty())
    return false;
  const auto key = lane_[pick(lane_.size())];
  std::erase(lane_, key); // an offer that is seen ends its place in the queue
  order_.grant_permits(true);
  give(engine::permit_offered{key});
  return true;
}

std::vector<std::string> far_world::documents(const engine::call_key& key) const {
  const auto found = documents_.find(key);
  return found == documents_.end() ? std::vector<std::string>{} : found->second;
}

bool far_world::may_take_effect(const engine::call_key& key) const {
  return std::any_of(lost_.begin(), lost_.end(),
                     [&](const auto& r) { return r.what.key == key; }) ||
         std::any_of(table_.begin(), table_.end(),
                     [&](const auto& one) { return one.first.first == key && !one.second.ended; });
}

std::vector<engine::call_key> far_world::doubled() const {
  std::vector<engine::call_key> all;
  for (const auto& [key, made] : documents_)
    if (made.size() > 1)
      all.push_back(key);
  return all;
}

} // namespace gantry::tests
