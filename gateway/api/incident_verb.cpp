#include "gateway/api/endpoints.hpp"
#include "gateway/api/json_writer.hpp"
#include "gateway/api/verb_request.hpp"
#include "gateway/http/problem.hpp"

#include <charconv>

namespace gantry::gateway {
namespace {

/// Number of the incident within its order; 0 when the text is not one.
std::uint32_t incident_number(std::string_view text) {
  std::uint32_t number = 0;
  const auto [end, ec] = std::from_chars(text.data(), text.data() + text.size(), number);
  return ec == std::errc{} && end == text.data() + text.size() ? number : 0;
}

void refuse_verb(const api_call& call) {
  auto problem = problem_response({errc::illegal_verb,
                                   "there is no verb " + call.part(2) + " on an incident",
                                   "`legal` lists the verbs that an incident takes.",
                                   {}},
                                  call.request().path);
  json_writer legal;
  legal.begin_list();
  for (const auto& rule : incident_verbs())
    legal.text(rule.verb);
  legal.end_list();
  add_problem_member(problem, "legal", legal.str());
  call.answer(std::move(problem));
}

} // namespace

void incident_verb(const api_call& call) {
  const auto incident = incident_number(call.part(1));
  if (incident == 0)
    return call.answer_error({errc::not_found,
                              "order " + call.part(0) + " has no incident " + call.part(1),
                              "GET /v1/incidents lists them.",
                              {}});
  const auto* rule = find_verb(incident_verbs(), call.part(2));
  if (rule == nullptr)
    return refuse_verb(call);
  auto command = read_command(call, *rule);
  if (!command)
    return call.answer_error(command.error());
  // An incident belongs to its order, which journals the verb.
  command->order = call.part(0);
  command->argument = value{static_cast<std::int64_t>(incident)};
  call.engine().command(std::move(*command), [call](const result<actors::command_answer>& done) {
    if (!done)
      return call.answer_error(done.error());
    json_writer out;
    out.begin_object();
    out.name("id").text(call.part(0) + "/" + call.part(1));
    out.name("verb").text(call.part(2));
    if (!done->ignored.empty())
      out.name("ignored").text(done->ignored);
    out.end_object();
    call.answer_json(200, out.take());
  });
}

} // namespace gantry::gateway
