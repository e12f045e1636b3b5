#include "tests/simulation/course.hpp"

#include <cstdio>

namespace gantry::tests {

namespace {
simulation::verdict* current = nullptr;
}

void tell_broken(const std::string& what) {
  if (current != nullptr)
    current->say(what);
}

} // namespace gantry::tests

namespace gantry::simulation {

course::course(options how)
    : how_(how), draw_(how.seed), company_(found_company(how.bug == planted_bug::settle_too_short)),
      book_(company_.program), ledger_(book_, said_), disk_(how.seed),
      backup_folder_(
          std::make_shared<backup_folder>(disk_, how.bug == planted_bug::backup_named_too_early)),
      rig_(
          company_.program, [this](actors::runtime_options& with) { set_up(with); },
          [this] { return open(); }) {
  tests::current = &said_;
  rush_ = draw_.one_in(8);
  const auto say = [this](const std::string& what) {
    if (said_.is_clean())
      tell("WRONG: " + what);
    said_.say(what);
  };
  book_.wrong = say;
  book_.before_fact = [this, say](const seen_order& order, const engine::fact& what) {
    ++facts_;
    if (std::holds_alternative<engine::incident_opened>(what))
      count("incident opened");
    look_at_sending(order, what, say);
    look_at_calls(order, what, say);
    look_at_phases(order, what, say);
    look_at_findings(order, what, say);
  };
  book_.after_record = [this, say](const seen_order& order, const std::string& body) {
    tell("order " + order.key + ": record " + std::to_string(order.sequence) + ", " +
         order.row.status + ": " + body);
    look_at_index(order, say);
    look_at_found(order, say);
    look_at_incidents(order, say);
  };
  rig_.shuffle(how.seed);
  rig_.is_dark = [this] { return disk_.is_off(); };
  rig_.next_fault = [this] { return next_fault(); };
  rig_.commit_takes = [this] {
    return bad_ && draw_.one_in(30) ? draw_.up_to(seconds(3)) : duration{};
  };
  rig_.before_event = [this](std::string_view order, std::string_view event) {
    tell("order " + std::string{order} + " decides " + std::string{event});
    if (!bad_ || !draw_.one_in(400))
      return;
    count("actor crashed");
    tell("the actor of " + std::string{order} + " crashes at " + std::string{event});
    throw std::runtime_error("an actor crashes");
  };
  rig_.far->otherwise = [this](const engine::far_request& what) { return behaviour(what); };
  rig_.far->on_request = [this](const engine::far_request& what) {
    tell(shown(what) + " leaves");
    ledger_.request_left(what, rig_.time.wall(), seconds(1));
  };
  rig_.far->on_effect = [this](const engine::far_request& what, const tests::far_effect& effect) {
    tell(shown(what) + " takes effect under " + what.key + ": " + effect.document +
         (effect.again ? ", a second time by itself" : ""));
    if (effect.again) {
      count("two documents of one request");
      book_.note_made_twice(what.order, what.key);
    }
    ledger_.took_effect(what, effect);
  };
  rig_.far->on_answer = [this](const engine::far_request& what, const engine::outcome& with) {
    tell(shown(what) + " is answered: " + with.detail);
    if (rig_.runs() && !disk_.is_off())
      ledger_.answered(what, with);
  };
}

std::string course::shown(const engine::far_request& what) const {
  const auto* order = book_.find(what.order);
  return what.operation + ", attempt " + std::to_string(what.attempt) + ", of order " +
         (order == nullptr ? what.order : order->key);
}

course::~course() {
  tests::current = nullptr;
}

void course::tell(const std::string& what) {
  if (!how_.tells)
    return;
  const auto ms = rig_.time.boot_ns() / 1'000'000 - 1'000'000;
  std::printf("%9lld ms  %s\n", static_cast<long long>(ms), what.c_str());
}

void course::run() {
  try {
    start();
    bad_days();
    good_days();
    if (said_.is_clean())
      look_at_everything();
    if (said_.is_clean())
      look_at_backups();
  } catch (const std::exception& what) {
    said_.say(std::string{"the course could not go on: "} + what.what());
  }
}

void course::bad_days() {
  const auto days = 6 + draw_.below(6);
  for (std::uint64_t day = 0; day < days && said_.is_clean(); ++day) {
    new_jobs();
    nobody_to_ask_ = draw_.one_in(30);
    rig_.pass(nobody_to_ask_ ? seconds(65) + draw_.up_to(seconds(30))
              : rush_        ? seconds(6) + draw_.up_to(seconds(8))
                             : draw_.up_to(milliseconds(500)));
    if (nobody_to_ask_ && !disk_.is_off())
      help_where_in_doubt();
    note_promises();
    look_at_rest();
    if (!disk_.is_off()) {
      if (rush_)
        for (const auto& each : jobs_)
          announce(each);
      else if (draw_.one_in(2))
        announce(draw_.of(jobs_));
      if (draw_.one_in(4))
        hand_in(jobs_[draw_.below(jobs_.size())]);
      if (draw_.one_in(2))
        press_a_button();
      if (draw_.one_in(3))
        mend_incidents();
      if (draw_.one_in(12))
        back_up();
    }
    disturb_machine();
  }
}

void course::good_days() {
  bad_ = nobody_to_ask_ = false;
  after_faults();
  for (int round = 0; round < 12 && said_.is_clean(); ++round) {
    hand_in_again();
    for (const auto& each : jobs_)
      announce(each);
    rig_.pass(seconds(150)); // longer than `within` of a finder, and than a minute of its patience
    note_promises();
    look_at_rest();
    mend_incidents();
    bool over = book_.orders().size() == jobs_.size();
    for (const auto& [number, order] : book_.orders())
      over = over && order.is_over() && order.rests();
    if (over)
      break;
    set_right();
  }
  rig_.pass(seconds(610)); // watches and sweeps
  look_at_rest();
}

void course::look_at_rest() {
  if (disk_.is_off() || !rig_.runs() || rig_.engine().stats().journal_queue > 0 ||
      rig_.is_committing())
    return;
  ledger_.at_rest();
  for (const auto& [number, order] : book_.orders())
    look_at_standstill(order, [this](const std::string& what) { said_.say(what); });
}

void course::look_at_everything() {
  for (const auto& id : promised_)
    if (book_.find(id) == nullptr)
      said_.say("order " + id + " was accepted and is lost");
  if (book_.orders().size() != jobs_.size())
    said_.say("there are " + std::to_string(book_.orders().size()) + " orders of " +
              std::to_string(jobs_.size()) + " jobs");
  for (const auto& [number, order] : book_.orders())
    if (!order.is_over())
      said_.say("order " + order.key + " never ended: it is " + order.row.status +
                ", waiting for `" + order.row.waiting_for + "`" +
                (order.holds.empty() ? "" : ", held as " + order.holds.begin()->second.cause));
    else if (!order.rests())
      said_.say("the undo of a second document of order " + order.key + " never ended");
  for (const auto& each : lists_)
    if (!each.asked || !*each.asked || !**each.asked)
      said_.say("a list of jobs was never answered: " + each.body);
  if (receipts_ < lists_.size())
    said_.say(std::to_string(receipts_) + " receipts for " + std::to_string(lists_.size()) +
              " lists");
  ledger_.at_end();
  if (const auto differs = rig_.index_against_journal(); !differs.empty())
    said_.say(differs);
}

} // namespace gantry::simulation
