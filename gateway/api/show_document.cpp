#include "dsl/base/uuid.hpp"
#include "gateway/api/document_json.hpp"
#include "gateway/api/endpoints.hpp"

namespace gantry::gateway {
namespace {

std::string document_json(const persistence::document_row& row) {
  json_writer out;
  out.begin_object();
  out.name("id").text(to_string(row.id));
  out.name("channel").text_or_null(row.channel);
  out.name("partner").text_or_null(row.partner);
  out.name("media_type").text_or_null(row.media_type);
  out.name("bytes").number(row.body.size());
  out.name("digest").text(row.digest);
  out.name("received_at").time(row.received_at);
  out.name("state").text(row.state);
  write_outcome(out, row.outcome, {"orders", "findings", "replies"});
  out.end_object();
  return out.take();
}

} // namespace

void show_document(const api_call& call) {
  call.read([](const api_call& reading) {
    const error unknown{errc::not_found,
                        "no document is known under " + reading.part(0),
                        "The id stands in the answer to POST /v1/channels/{channel}/documents.",
                        {}};
    const auto id = parse_uuid(reading.part(0));
    if (!id)
      return reading.answer_error(unknown);
    const auto found = reading.engine().reader().find_document(*id);
    if (!found)
      return reading.answer_error(found.error());
    if (!found->has_value())
      return reading.answer_error(unknown);
    reading.answer_json(200, document_json(found->value()));
  });
}

} // namespace gantry::gateway
