#include "gateway/api/cloud_event.hpp"
#include "gateway/api/endpoints.hpp"
#include "gateway/api/json_writer.hpp"
#include "gateway/api/query_parameters.hpp"

#include <atomic>
#include <mutex>
#include <optional>

namespace gantry::gateway {
namespace {

/// The answers of a batch, gathered until the last event is on disk.
struct batch_state {
  std::mutex mutex;
  std::vector<std::pair<std::string, std::string>> names; ///< source and id, in order
  std::vector<actors::event_answer> answers;
  std::size_t missing = 0;
  std::optional<error> failed;
};

void write_event(json_writer& out, const std::pair<std::string, std::string>& name,
                 const actors::event_answer& answer) {
  out.begin_object();
  out.name("source").text(name.first);
  out.name("id").text(name.second);
  out.name("duplicate").boolean(answer.duplicate);
  if (!answer.finding.empty())
    out.name("finding").text(answer.finding);
  out.end_object();
}

void answer_batch(const api_call& call, const batch_state& state, bool is_batch) {
  if (state.failed)
    return call.answer_error(*state.failed);
  json_writer out;
  if (is_batch)
    out.begin_object().name("events").begin_list();
  for (std::size_t i = 0; i < state.answers.size(); ++i)
    write_event(out, state.names[i], state.answers[i]);
  if (is_batch)
    out.end_list().end_object();
  call.answer_json(202, out.take());
}

} // namespace

void post_event(const api_call& call) {
  query_parameters query{call.request(), {}};
  if (!query.ok())
    return call.answer_error(query.problem());
  auto batch = read_cloud_events(call.request(), call.cause());
  if (!batch)
    return call.answer_error(batch.error());
  const auto state = std::make_shared<batch_state>();
  for (const auto& event : batch->events)
    state->names.emplace_back(event.source, event.id);
  state->answers.resize(batch->events.size());
  state->missing = batch->events.size();
  const bool is_batch = batch->is_batch;
  if (state->missing == 0)
    return answer_batch(call, *state, is_batch);
  // A sender repeats a batch of which one event failed; those that are stored are duplicates then.
  for (std::size_t i = 0; i < batch->events.size(); ++i)
    call.engine().event(std::move(batch->events[i]),
                        [call, state, i, is_batch](result<actors::event_answer> stored) {
                          const std::lock_guard lock{state->mutex};
                          if (stored)
                            state->answers[i] = std::move(*stored);
                          else
                            state->failed = stored.error();
                          if (--state->missing == 0)
                            answer_batch(call, *state, is_batch);
                        });
}

} // namespace gantry::gateway
