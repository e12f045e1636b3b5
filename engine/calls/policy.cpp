#include "engine/calls/policy.hpp"

#include <algorithm>

namespace gantry::engine {
namespace {

result<duration> duration_of(const decision& d, const dsl::expression& e) {
  auto v = d.evaluate(e);
  if (!v)
    return tl::unexpected(std::move(v.error()));
  if (!v->is_duration())
    return fail(errc::expression,
                "`" + e.text() + "` is " + v->kind_in_words() + ", not a duration");
  return v->as_duration();
}

} // namespace

result<duration> timeout_of(const decision& d, const call_state& call) {
  return duration_of(d, *d.state.step_of(call).timeout);
}

result<std::uint32_t> retries_of(const decision& d, const call_state& call) {
  const auto& times = d.state.step_of(call).retry.times;
  if (!times)
    return 0;
  auto v = d.evaluate(*times);
  if (!v)
    return tl::unexpected(std::move(v.error()));
  if (!v->is_int() || v->as_int() < 0 || v->as_int() > 1'000'000)
    return fail(errc::expression,
                "`" + times->text() + "` retries have to be between 0 and 1,000,000");
  return static_cast<std::uint32_t>(v->as_int());
}

result<duration> delay_of(const decision& d, const dsl::retry_rule& rule, std::uint32_t retry) {
  if (!rule.from)
    return duration{};
  auto from = duration_of(d, *rule.from);
  if (!from)
    return from;
  auto to = rule.to ? duration_of(d, *rule.to) : from;
  if (!to)
    return to;
  auto delay = *from;
  for (std::uint32_t n = 1; n < retry && delay < *to; ++n)
    delay.ns = delay.ns > to->ns / 2 ? to->ns : delay.ns * 2;
  return std::min(delay, *to);
}

result<duration> settle_of(const decision& d, const call_state& call) {
  const auto& operation = d.state.operation_of(call);
  if (operation.verify)
    return operation.verify->settle;
  if (operation.settle)
    return *operation.settle;
  return timeout_of(d, call);
}

const dsl::error_handler* handler_for(const dsl::step& step, const std::string& error) {
  for (const auto& handler : step.handlers)
    if (std::find(handler.errors.begin(), handler.errors.end(), error) != handler.errors.end())
      return &handler;
  return nullptr;
}

dsl::address address_of_step(const dsl::program& p, std::uint32_t step) {
  for (dsl::address at = 0; at < p.code.size(); ++at)
    if (p.code[at].does == dsl::instruction::op::call && p.code[at].index == step)
      return at;
  broken("the definition has no statement for step " + std::to_string(step));
}

} // namespace gantry::engine
