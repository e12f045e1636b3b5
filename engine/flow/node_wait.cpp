#include "engine/correlation.hpp"
#include "engine/flow/flow.hpp"

namespace gantry::engine {
namespace {

result<std::vector<std::string>> correlations(const decision& d,
                                              const std::vector<dsl::expression_ptr>& keys) {
  std::vector<value> values;
  for (const auto& key : keys) {
    auto v = d.evaluate(*key);
    if (!v)
      return tl::unexpected(std::move(v.error()));
    values.push_back(std::move(*v));
  }
  return correlations_of(values);
}

} // namespace

void run_wait(stepper& s) {
  const auto index = s.statement().index;
  const auto& wait = s.d.program.waits[index];
  s.settle_position();
  s.stop();
  wait_opened opened{s.d.state.waits_ever + 1, s.branch, false, index, {}, {}};
  if (wait.event != dsl::no_index) {
    auto texts = correlations(s.d, wait.keys);
    if (!texts) {
      hold_for_error(s.d, s.branch, s.statement().id, texts.error());
      return;
    }
    opened.event_type = s.d.program.events[wait.event].full_name();
    opened.correlations = std::move(*texts);
  }
  std::optional<due_time> due; // before the wait opens, or it would stand there without an end
  if (wait.deadline) {
    const auto evaluated = due_of(s.d, s.state(), *wait.deadline);
    if (!evaluated) {
      hold_for_error(s.d, s.branch, s.statement().id, evaluated.error());
      return;
    }
    due = *evaluated;
  }
  s.d.note(opened);
  if (due)
    set_deadline(s.d, s.branch, *due);
}

void open_handlers(decision& d) {
  for (std::uint32_t index = 0; index < d.program.handlers.size(); ++index) {
    const auto& handler = d.program.handlers[index];
    auto texts = correlations(d, handler.keys);
    if (!texts) {
      hold_for_error(d, 0, handler.id, texts.error());
      return;
    }
    d.note(wait_opened{d.state.waits_ever + 1, 0, true, index,
                       d.program.events[handler.event].full_name(), std::move(*texts)});
  }
}

result<due_time> due_of(const decision& d, const branch_state& branch,
                        const dsl::deadline_rule& rule) {
  if (rule.by) {
    if (branch.until)
      return due_time{*branch.until, true}; // the release of a hold named it
    auto v = d.evaluate(*rule.by);
    if (!v)
      return tl::unexpected(std::move(v.error()));
    if (!v->is_timestamp())
      return fail(errc::expression, "`" + rule.by->text() + "` is no time");
    return due_time{v->as_timestamp(), true};
  }
  auto v = d.evaluate(*rule.within);
  if (!v)
    return tl::unexpected(std::move(v.error()));
  if (!v->is_duration())
    return fail(errc::expression, "`" + rule.within->text() + "` is no span");
  auto from = d.now;
  if (rule.of_stage != dsl::no_index && d.state.stages[rule.of_stage].passed)
    from = d.state.stages[rule.of_stage].at;
  return due_time{from + v->as_duration(), false};
}

void set_deadline(decision& d, std::uint32_t branch, const due_time& due) {
  d.set_timer(timer_purpose::deadline, due.at, {}, branch, 0, due.fixed);
}

} // namespace gantry::engine
