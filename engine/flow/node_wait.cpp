#include "engine/correlation.hpp"
#include "engine/flow/flow.hpp"

namespace gantry::engine {
namespace {

result<std::vector<std::string>> correlations(const decision& d,
                                              const std::vector<dsl::expression_ptr>& keys) {
  std::vector<value> values;
  for (const auto& key : keys) {
    auto v = d.evaluate(*key);
    if (!v) return tl::unexpected(std::move(v.error()));
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
  s.d.note(opened);
  if (wait.deadline) set_deadline(s.d, s.branch, *wait.deadline);
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

void set_deadline(decision& d, std::uint32_t branch_id, const dsl::deadline_rule& rule) {
  auto& branch = must_find_branch(d.state, branch_id);
  const auto node = d.program.code[branch.at].id;
  if (rule.by) {
    timestamp due;
    if (branch.until) {
      due = *branch.until; // the release of a hold named a new date
    } else {
      const auto v = d.evaluate(*rule.by);
      if (!v || !v->is_timestamp()) {
        hold_for_error(d, branch_id, node,
                       v ? error{errc::expression, "`" + rule.by->text() + "` is no time", {}, {}}
                         : v.error());
        return;
      }
      due = v->as_timestamp();
    }
    d.set_timer(timer_purpose::deadline, due, {}, branch_id, 0, true);
    return;
  }
  const auto v = d.evaluate(*rule.within);
  if (!v || !v->is_duration()) {
    hold_for_error(d, branch_id, node,
                   v ? error{errc::expression, "`" + rule.within->text() + "` is no span", {}, {}}
                     : v.error());
    return;
  }
  auto from = d.now;
  if (rule.of_stage != dsl::no_index && d.state.stages[rule.of_stage].passed)
    from = d.state.stages[rule.of_stage].at;
  d.set_timer(timer_purpose::deadline, from + v->as_duration(), {}, branch_id);
}

} // namespace gantry::engine
