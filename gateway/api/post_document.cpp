#include "gateway/api/document_json.hpp"
#include "gateway/api/endpoints.hpp"
#include "gateway/api/query_parameters.hpp"
#include "gateway/api/request_body.hpp"

namespace gantry::gateway {

void post_document(const api_call& call) {
  query_parameters query{call.request(), {}};
  if (!query.ok())
    return call.answer_error(query.problem());
  auto& request = call.request();
  if (request.body.empty())
    return call.answer_error({errc::invalid_request,
                              "the document has no bytes",
                              "Send the document as the body of the request.",
                              {}});
  // Id and time are given by the runtime, which knows the clock.
  channels::raw_document document;
  document.channel = call.part(0);
  document.media_type = media_type_of(request.header("content-type"));
  document.headers = request.headers;
  document.body = std::move(request.body);
  call.engine().document(std::move(document), [call](const result<actors::document_answer>& taken) {
    if (!taken)
      return call.answer_error(taken.error());
    json_writer out;
    out.begin_object().name("document").text(taken->document);
    write_outcome(out, outcome_of(taken->outcome), {"findings", "orders", "replies"});
    out.end_object();
    http_response response;
    response.status = 202;
    response.body = out.take();
    response.headers.emplace_back("Location", "/v1/documents/" + taken->document);
    call.answer(std::move(response));
  });
}

} // namespace gantry::gateway
