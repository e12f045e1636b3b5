#include "examples/sandbox/desk.hpp"

#include "dsl/base/json.hpp"
#include "examples/sandbox/clock.hpp"
#include "examples/sandbox/document.hpp"
#include "examples/sandbox/draw.hpp"
#include "examples/sandbox/problem.hpp"

#include <atomic>
#include <memory>

namespace gantry::sandbox {

struct desk::job {
  const operation* what = nullptr;
  std::string key;
  value arguments;
  std::optional<fault> trouble;
  bool early = false; ///< the event is to reach the engine before the answer does
  int event_sends = 1;
  gateway::http_answer reply;
  answer result;
  std::optional<timestamp> ships_at;
};

namespace {

constexpr double twice_share = 0.1;
constexpr double early_share = 0.1;

answer failure(std::string detail) {
  return {problem({errc::internal, std::move(detail), "ask what became of it", {}}), {}};
}

/// The item of the first line, which an invented shortage names.
value first_sku(const value& arguments) {
  const value* const lines = arguments.find("lines");
  if (!lines || !lines->is_list() || lines->as_list().empty())
    return "";
  const value* const sku = lines->as_list().front().find("sku");
  return sku ? *sku : value("");
}

std::int64_t seconds_up(std::int64_t ms) {
  return ms / 1'000 + 1;
}

} // namespace

desk::desk(const sandbox_options& options, books_writer& writer, fault_book& faults,
           own_doors& doors, timer& alarms, shipping_clock& shipping, event_sender* sender)
    : options_(options), writer_(writer), faults_(faults), doors_(doors), alarms_(alarms),
      shipping_(shipping), sender_(sender) {}

void desk::take(const operation& what, const gateway::http_request& request,
                const gateway::http_answer& reply) {
  auto arguments = parse_json(request.body);
  if (!arguments)
    return reply(problem(arguments.error()));
  if (!arguments->is_map())
    return reply(bad_arguments(field_reader(*arguments)).response);
  const std::string key(request.header("idempotency-key"));
  if (key.empty() && what.effect != effect_class::read)
    return reply(problem({errc::invalid_request,
                          "this operation takes effect and needs an Idempotency-Key",
                          "send the call's key in the header Idempotency-Key",
                          {}}));
  auto one = std::make_shared<job>();
  one->what = &what;
  one->key = key;
  one->arguments = std::move(*arguments);
  one->trouble = faults_.next(what, fault_book::clock::now());
  one->early = sender_ && draw(options_.seed, "early " + key) < early_share;
  if (draw(options_.seed, "twice " + key) < twice_share ||
      (one->trouble && one->trouble->kind == fault_kind::duplicate))
    one->event_sends = 2;
  if (strike_before(*one, reply))
    return;
  one->reply = reply;
  carry_out_later(one);
}

/// Faults that keep a request from being done; true when it has been answered.
bool desk::strike_before(const job& one, const gateway::http_answer& reply) {
  if (!one.trouble)
    return false;
  switch (one.trouble->kind) {
  case fault_kind::refuse:
    reply(come_again("the system is busy, nothing was done", 1));
    return true;
  case fault_kind::outage:
    doors_.shut(std::string(one.what->system),
                own_doors::clock::now() + std::chrono::milliseconds(one.trouble->ms));
    // Whoever came through the common door, or just before its own was shut.
    reply(come_again("the system is down", seconds_up(one.trouble->ms)));
    return true;
  case fault_kind::lost_before: reply(no_answer()); return true;
  case fault_kind::out_of_stock:
    reply(business_error("out_of_stock",
                         object({{"sku", first_sku(one.arguments)}, {"available", "0"}}))
              .response);
    return true;
  case fault_kind::blocked:
    reply(business_error("account_blocked", object({{"reason", "the account was blocked today"}}))
              .response);
    return true;
  case fault_kind::error_500:
    if (!one.trouble->does_it)
      reply(failure("the system failed").response);
    return !one.trouble->does_it;
  default: return false;
  }
}

void desk::carry_out_later(const std::shared_ptr<job>& one) {
  const bool taken = writer_.offer(
      {[this, one](books& in) {
         const timestamp now = wall_clock();
         std::int64_t ships_after_ms = options_.ships_after_ms;
         if (one->early && ships_after_ms >= 0 && ships_after_ms <= early_ships_after_ms_max)
           ships_after_ms = 0;
         one->result = carry_out(*one->what, in,
                                 {one->key, one->arguments, now, one->event_sends, ships_after_ms});
         if (ships_after_ms > 0 && one->what->name == "create_fulfillment")
           one->ships_at = now + milliseconds(ships_after_ms);
       },
       [this, one](bool committed) { written(one, committed); }});
  if (!taken)
    one->reply(come_again("too much waits to be written", 1));
}

void desk::written(const std::shared_ptr<job>& one, bool committed) {
  if (!committed)
    return one->reply(failure("the ledger could not be written").response);
  if (one->ships_at)
    shipping_.expect(*one->ships_at);
  if (!sender_ || one->result.events.empty())
    return send_answer(one);
  if (one->early) {
    const auto said = std::make_shared<std::atomic<bool>>(false);
    const auto say = [this, one, said] {
      if (!said->exchange(true))
        send_answer(one);
    };
    const std::string id = one->result.events.front();
    sender_->when_taken(id, say);
    alarms_.after(early_wait_ms, [this, id, say] {
      sender_->forget(id);
      say();
    });
  } else {
    send_answer(one);
  }
  sender_->wake();
}

void desk::send_answer(const std::shared_ptr<job>& one) {
  if (!one->trouble)
    return one->reply(std::move(one->result.response));
  switch (one->trouble->kind) {
  case fault_kind::lost_after: return one->reply(no_answer());
  case fault_kind::error_500:
    return one->reply(failure("the system failed, and does not say when").response);
  case fault_kind::latency:
    return alarms_.after(one->trouble->ms, [one] { one->reply(std::move(one->result.response)); });
  default: return one->reply(std::move(one->result.response));
  }
}

} // namespace gantry::sandbox
