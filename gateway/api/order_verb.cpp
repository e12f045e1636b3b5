#include "gateway/api/endpoints.hpp"
#include "gateway/api/order_json.hpp"
#include "gateway/api/verb_request.hpp"

namespace gantry::gateway {
namespace {

void answer_order(const api_call& call, const std::string& ignored) {
  call.read([ignored](const api_call& reading) {
    const auto found = reading.engine().show(reading.part(0));
    if (!found)
      return reading.answer_error(found.error());
    reading.answer_json(200, order_json(*found, ignored));
  });
}

/// Every other verb is refused with the legal ones (E7.6).
void refuse_verb(const api_call& call) {
  call.read([](const api_call& reading) {
    const auto found = reading.engine().show(reading.part(0));
    if (!found)
      return reading.answer_error(found.error());
    std::string legal;
    const auto add = [&legal](const std::vector<std::string>& verbs) {
      for (const auto& verb : verbs)
        legal.append(legal.empty() ? "" : ", ").append(verb);
    };
    add(found->view.legal);
    for (const auto& hold : found->view.holds)
      add(hold.legal);
    reading.answer_error({errc::illegal_verb,
                          "there is no verb " + reading.part(1) + "; order " + reading.part(0) +
                              " takes now: " + (legal.empty() ? "none, it has ended" : legal),
                          "docs/operations.md explains each verb.",
                          {}});
  });
}

} // namespace

void order_verb(const api_call& call) {
  const auto* rule = find_verb(order_verbs(), call.part(1));
  if (rule == nullptr)
    return refuse_verb(call);
  auto command = read_command(call, *rule);
  if (!command)
    return call.answer_error(command.error());
  command->order = call.part(0);
  call.engine().command(std::move(*command), [call](const result<actors::command_answer>& done) {
    if (!done)
      return call.answer_error(done.error());
    answer_order(call, done->ignored);
  });
}

} // namespace gantry::gateway
