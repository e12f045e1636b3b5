#include "dsl/base/digest.hpp"
#include "gateway/api/endpoints.hpp"
#include "gateway/api/json_writer.hpp"
#include "gateway/api/query_parameters.hpp"
#include "gateway/api/request_body.hpp"

#include <optional>

namespace gantry::gateway {
namespace {

constexpr duration wait_max = seconds(60);
constexpr std::size_t idempotency_key_chars_max = 255;

/// What a submission asks of this endpoint besides the order itself.
struct order_request {
  actors::submission what;
  std::optional<duration> wait;
};

std::optional<duration> read_wait(query_parameters& query) {
  const auto text = query.text("wait");
  if (text.empty())
    return std::nullopt;
  const auto span = parse_duration(text);
  if (span && span->ns >= 0 && *span <= wait_max)
    return *span;
  query.mistake("wait", "range", "this is a span from 0s to 60s, for example 30s");
  return std::nullopt;
}

result<std::optional<persistence::idempotency_row>> read_idempotency(const api_call& call) {
  const auto key = call.request().header("idempotency-key");
  if (key.empty())
    return std::nullopt;
  if (key.size() > idempotency_key_chars_max)
    return fail(errc::invalid_request, "the Idempotency-Key has more than 255 characters",
                "Use a UUID.");
  persistence::idempotency_row row;
  row.site = call.engine().reader().identity().site;
  row.scope = call.cause().principal + " POST /v1/orders";
  row.key = std::string{key};
  row.body_digest = to_hex(sha256(call.request().body));
  row.http_status = 202;
  return row;
}

result<order_request> read_request(const api_call& call) {
  query_parameters query{call.request(), {"wait"}};
  order_request read;
  read.wait = read_wait(query);
  if (!query.ok())
    return tl::unexpected(query.problem());
  auto body = json_body(call.request());
  if (!body)
    return tl::unexpected(body.error());
  request_object members{*body, {"workflow", "input", "generation", "reason"}};
  auto& what = read.what;
  what.workflow = members.required_text("workflow");
  what.cause = call.cause();
  what.cause.reason = members.optional_text("reason");
  what.generation =
      static_cast<std::uint32_t>(members.optional_integer("generation", 1, 1'000'000, 1));
  if (what.generation > 1 && what.cause.reason.empty())
    members.mistake("reason", "required", nullptr, "a new generation of a key needs a reason");
  if (const value* input = members.find("input"))
    what.input = *input;
  else
    members.mistake("input", "required", nullptr, "this member is required");
  if (!members.ok())
    return tl::unexpected(members.problem());
  auto idempotency = read_idempotency(call);
  if (!idempotency)
    return tl::unexpected(idempotency.error());
  what.idempotency = std::move(*idempotency);
  what.raw_body = call.request().body;
  what.media_type = "application/json";
  return read;
}

void write_brief(json_writer& out, const actors::order_brief& order, bool duplicate) {
  out.name("id").text(order.id);
  out.name("key").text(order.key);
  out.name("status").text(order.status);
  out.name("duplicate").boolean(duplicate);
}

http_response brief_response(const actors::submit_answer& taken) {
  json_writer out;
  out.begin_object();
  write_brief(out, taken.order, taken.duplicate);
  out.end_object();
  http_response response;
  response.status = taken.duplicate ? 200 : 202;
  response.body = out.take();
  response.headers.emplace_back("Location", "/v1/orders/" + taken.order.id);
  return response;
}

/// After `?wait`: the result when the order has ended, else what it is by now.
void answer_waited(const api_call& call, actors::submit_answer taken,
                   const result<actors::order_detail>& found) {
  if (!found)
    return call.answer(brief_response(taken));
  taken.order.status = found->row.status;
  if (!found->row.finished)
    return call.answer(brief_response(taken));
  json_writer out;
  out.begin_object();
  write_brief(out, taken.order, taken.duplicate);
  out.name("result").raw(found->view.output_json);
  out.name("end_reason").text_or_null(found->view.end_reason);
  out.end_object();
  call.answer_json(200, out.take());
}

/// The answer that is kept for the Idempotency-Key: the first one again, byte for byte. True when
/// the request is answered by it.
bool replay(const api_call& call, const persistence::idempotency_row& asked) {
  const auto kept =
      call.engine().reader().find_idempotency(asked.site, asked.scope, asked.key);
  if (!kept) {
    call.answer_error(kept.error());
    return true;
  }
  if (!kept->has_value())
    return false;
  const auto& row = kept->value();
  if (row.body_digest != asked.body_digest) {
    call.answer_error({errc::idempotency_mismatch,
                       "the Idempotency-Key " + asked.key + " came with another body before: SHA-256 " +
                           row.body_digest + " then, " + asked.body_digest + " now",
                       "Use a new Idempotency-Key for a new request; repeat a request unchanged.",
                       {}});
    return true;
  }
  if (row.answer.empty())
    return false;
  http_response response;
  response.status = row.http_status == 0 ? 202 : row.http_status;
  response.body = row.answer;
  call.answer(std::move(response));
  return true;
}

void submit(const api_call& call, order_request asked) {
  const auto wait = asked.wait;
  const auto idempotency = asked.what.idempotency;
  call.engine().submit(
      std::move(asked.what), [call, wait, idempotency](result<actors::submit_answer> taken) {
        if (!taken)
          return call.answer_error(taken.error());
        if (wait)
          return call.engine().wait_finished(
              taken->order.id, *wait,
              [call, answer = *taken](const result<actors::order_detail>& found) {
                answer_waited(call, answer, found);
              });
        if (!idempotency)
          return call.answer(brief_response(*taken));
        // The kept answer is what a repetition gets, so it is also what the first request gets.
        call.read([idempotency, answer = *taken](const api_call& reading) {
          if (!replay(reading, *idempotency))
            reading.answer(brief_response(answer));
        });
      });
}

} // namespace

void post_order(const api_call& call) {
  auto asked = read_request(call);
  if (!asked)
    return call.answer_error(asked.error());
  if (!asked->what.idempotency)
    return submit(call, std::move(*asked));
  call.read([asked = std::move(*asked)](const api_call& reading) {
    if (!replay(reading, *asked.what.idempotency))
      submit(reading, asked);
  });
}

} // namespace gantry::gateway
