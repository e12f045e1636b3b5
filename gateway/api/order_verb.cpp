#include "gateway/api/endpoints.hpp"
#include "gateway/api/order_json.hpp"
#include "gateway/api/verb_request.hpp"
#include "gateway/http/problem.hpp"

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

/// Every other verb is refused with the legal ones (E7.6), in a member of their own.
void refuse_verb(const api_call& call, const error& why) {
  call.read([why](const api_call& reading) {
    const auto found = reading.engine().show(reading.part(0));
    if (!found)
      return reading.answer_error(found.error());
    auto problem = problem_response(why, reading.request().path);
    add_problem_member(problem, "legal", legal_json(found->view));
    reading.answer(std::move(problem));
  });
}

} // namespace

void order_verb(const api_call& call) {
  const auto* rule = find_verb(order_verbs(), call.part(1));
  if (rule == nullptr)
    return refuse_verb(call, {errc::illegal_verb,
                              "there is no verb " + call.part(1),
                              "`legal` lists the verbs that the order takes now.",
                              {}});
  auto command = read_command(call, *rule);
  if (!command)
    return call.answer_error(command.error());
  command->order = call.part(0);
  call.engine().command(std::move(*command), [call](const result<actors::command_answer>& done) {
    if (!done && done.error().code == errc::illegal_verb)
      return refuse_verb(call, done.error());
    if (!done)
      return call.answer_error(done.error());
    answer_order(call, done->ignored);
  });
}

} // namespace gantry::gateway
