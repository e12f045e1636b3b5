#include "dsl/base/digest.hpp"
#include "dsl/base/json.hpp"
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
  // Whoever sends it: one sender may have several addresses, and says himself what he is called.
  row.scope = "POST /v1/orders";
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

/// The answer that is kept for an Idempotency-Key, byte for byte.
http_response kept_response(const std::string& body, int status, const std::string& order) {
  http_response response;
  response.status = status == 0 ? 202 : status;
  response.body = body;
  response.headers.emplace_back("Location", "/v1/orders/" + order);
  return response;
}

/// Waits until the order has ended or is held: its result, or its status then. `otherwise` is what
/// was to be answered at once.
void answer_when_finished(const api_call& call, duration wait, actors::submit_answer taken,
                          http_response otherwise) {
  const auto order = taken.order.id;
  call.engine().wait_finished(order, wait,
                              [call, taken = std::move(taken), otherwise = std::move(otherwise)](
                                  const result<actors::order_detail>& found) mutable {
                                if (!found)
                                  return call.answer(std::move(otherwise));
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
                              });
}

void answer_taken(const api_call& call, std::optional<duration> wait,
                  const actors::submit_answer& taken) {
  auto at_once = taken.stored_answer.empty()
                     ? brief_response(taken)
                     : kept_response(taken.stored_answer, taken.stored_status, taken.order.id);
  if (!wait)
    return call.answer(std::move(at_once));
  answer_when_finished(call, *wait, taken, std::move(at_once));
}

/// A kept answer as it was given.
actors::submit_answer answer_in(const persistence::idempotency_row& kept) {
  actors::submit_answer given;
  given.stored_answer = kept.answer;
  given.stored_status = kept.http_status;
  const auto parsed = parse_json(kept.answer);
  if (!parsed)
    return given;
  const auto text = [&parsed](std::string_view name) {
    const auto* found = parsed->find(name);
    return found != nullptr && found->is_string() ? found->as_string() : std::string{};
  };
  const auto* duplicate = parsed->find("duplicate");
  given.order = {text("id"), text("key"), {}, text("status")};
  given.duplicate = duplicate != nullptr && duplicate->is_bool() && duplicate->as_bool();
  return given;
}

/// Whether a request under this Idempotency-Key was answered before; then it is answered again: the
/// same bytes for the same body.
bool replay(const api_call& call, const order_request& asked) {
  const auto& key = *asked.what.idempotency;
  const auto kept = call.engine().reader().find_idempotency(key.site, key.scope, key.key);
  if (!kept) {
    call.answer_error(kept.error());
    return true;
  }
  if (!kept->has_value())
    return false;
  const auto& row = kept->value();
  if (row.body_digest != key.body_digest) {
    call.answer_error({errc::idempotency_mismatch,
                       "the Idempotency-Key " + key.key +
                           " came with another body before: SHA-256 " + row.body_digest +
                           " then, " + key.body_digest + " now",
                       "Use a new Idempotency-Key for a new request; repeat a request unchanged.",
                       {}});
    return true;
  }
  answer_taken(call, asked.wait, answer_in(row));
  return true;
}

void submit(const api_call& call, order_request asked) {
  call.engine().submit(std::move(asked.what),
                       [call, wait = asked.wait](const result<actors::submit_answer>& taken) {
                         if (!taken)
                           return call.answer_error(taken.error());
                         answer_taken(call, wait, *taken);
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
    if (!replay(reading, asked))
      submit(reading, asked);
  });
}

} // namespace gantry::gateway
