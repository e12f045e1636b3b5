#include "gateway/api/api_call.hpp"

#include "gateway/http/problem.hpp"

namespace gantry::gateway {

api_call::api_call(std::shared_ptr<api_context> context, http_request request, http_answer answer)
    : state_(std::make_shared<shared_state>()) {
  state_->context = std::move(context);
  state_->cause = cause_of(request);
  state_->request = std::move(request);
  state_->answer = std::move(answer);
}

void api_call::answer(http_response response) const {
  response.headers.emplace_back("X-Request-Id", state_->cause.request_id);
  state_->context->counters.count(response.status, request_counters::clock::now() - state_->began);
  state_->answer(std::move(response));
}

void api_call::answer_json(int status, std::string body) const {
  http_response response;
  response.status = status;
  response.body = std::move(body);
  answer(std::move(response));
}

void api_call::answer_error(const error& why) const {
  answer(problem_response(why, state_->request.path));
}

void api_call::read(std::function<void(const api_call&)> work) const {
  block(state_->context->reads, std::move(work));
}

void api_call::list(std::function<void(const api_call&)> work) const {
  block(state_->context->lists, std::move(work));
}

void api_call::block(read_pool& on, std::function<void(const api_call&)> work) const {
  const bool taken = on.post([call = *this, work = std::move(work)] {
    try {
      work(call);
    } catch (const std::exception& defect) {
      call.answer_error({errc::internal,
                         std::string{"the read failed: "} + defect.what(),
                         "Report it with the X-Request-Id of this answer.",
                         {}});
    }
  });
  if (!taken)
    answer_error({errc::unavailable,
                  "too many reads wait for the database",
                  "Try again in a moment; ask for smaller pages.",
                  {}});
}

} // namespace gantry::gateway
