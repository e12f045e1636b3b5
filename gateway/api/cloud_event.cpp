#include "gateway/api/cloud_event.hpp"

#include "dsl/base/digest.hpp"
#include "dsl/base/json.hpp"
#include "gateway/api/request_body.hpp"
#include "gateway/http/answer_outcome.hpp"

namespace gantry::gateway {
namespace {

constexpr std::size_t events_max = 1'000;
constexpr std::size_t attribute_bytes_max = 1'024;
constexpr json_limits event_limits{32, 16u << 20};

/// Collects what is wrong with one event under its path.
class event_reader {
public:
  event_reader(std::string path, std::vector<field_error>& mistakes)
      : path_(std::move(path)), mistakes_(mistakes) {}

  void mistake(std::string_view member, std::string_view rule, std::string_view there,
               std::string message) {
    mistakes_.push_back(
        {path_ + std::string{member}, std::string{rule}, excerpt(there), std::move(message)});
  }

  std::string attribute(std::string_view name, std::string_view text, bool required) {
    if (text.empty() && required)
      mistake(name, "required", {}, "CloudEvents 1.0 requires this attribute");
    if (text.size() > attribute_bytes_max)
      mistake(name, "length", text, "this attribute has more than 1024 bytes");
    return std::string{text};
  }

  void check_version(std::string_view version) {
    if (attribute("specversion", version, true) != "1.0" && !version.empty())
      mistake("specversion", "enum", version, "only CloudEvents 1.0 is understood");
  }

  std::string_view text_of(const value& event, std::string_view name) {
    const value* found = event.find(name);
    if (found == nullptr || found->is_none())
      return {};
    if (found->is_string())
      return found->as_string();
    mistake(name, "type", short_json(*found), "this attribute is a text");
    return {};
  }

  value data_of(const value& event) {
    const value* plain = event.find("data");
    if (plain != nullptr)
      return *plain;
    const auto encoded = text_of(event, "data_base64");
    if (encoded.empty())
      return {};
    std::string bytes;
    if (!from_base64(encoded, bytes)) {
      mistake("data_base64", "type", encoded, "this is not base64");
      return {};
    }
    auto parsed = parse_json(bytes, event_limits);
    if (!parsed) {
      mistake("data_base64", "type", bytes, "the data is not JSON: " + parsed.error().message);
      return {};
    }
    return std::move(*parsed);
  }

  actors::event_input read(const value& event, const engine::cause_info& cause) {
    actors::event_input read;
    read.cause = cause;
    if (!event.is_map()) {
      mistake("", "type", short_json(event), "an event is a JSON object");
      return read;
    }
    check_version(text_of(event, "specversion"));
    read.id = attribute("id", text_of(event, "id"), true);
    read.source = attribute("source", text_of(event, "source"), true);
    read.type = attribute("type", text_of(event, "type"), true);
    read.subject = attribute("subject", text_of(event, "subject"), false);
    if (read.cause.traceparent.empty())
      read.cause.traceparent = attribute("traceparent", text_of(event, "traceparent"), false);
    read.cause.event.append(read.source).append("/").append(read.id);
    read.data = data_of(event);
    return read;
  }

private:
  std::string path_;
  std::vector<field_error>& mistakes_;
};

error problem_of(std::vector<field_error> mistakes) {
  std::string message = "this is not CloudEvents 1.0:";
  for (const auto& found : mistakes)
    message.append(&found == &mistakes.front() ? " " : "; ")
        .append(found.path)
        .append(": ")
        .append(found.message);
  return {errc::invalid_request, std::move(message),
          "Send specversion 1.0, id, source, type and data; see GET /openapi.yaml.",
          std::move(mistakes)};
}

result<event_batch> read_binary(const http_request& request, const engine::cause_info& cause) {
  std::vector<field_error> mistakes;
  event_reader reader{"ce-", mistakes};
  event_batch batch;
  auto& event = batch.events.emplace_back();
  reader.check_version(request.header("ce-specversion"));
  event.cause = cause;
  event.id = reader.attribute("id", request.header("ce-id"), true);
  event.source = reader.attribute("source", request.header("ce-source"), true);
  event.type = reader.attribute("type", request.header("ce-type"), true);
  event.subject = reader.attribute("subject", request.header("ce-subject"), false);
  event.cause.event.append(event.source).append("/").append(event.id);
  if (!mistakes.empty())
    return tl::unexpected(problem_of(std::move(mistakes)));
  if (request.body.empty())
    return batch;
  auto data = parse_json(request.body, event_limits);
  if (!data)
    return tl::unexpected(data.error());
  event.data = std::move(*data);
  return batch;
}

result<event_batch> read_structured(const http_request& request, const engine::cause_info& cause,
                                    bool is_batch) {
  auto body = parse_json(request.body, event_limits);
  if (!body)
    return tl::unexpected(body.error());
  std::vector<field_error> mistakes;
  event_batch batch;
  batch.is_batch = is_batch;
  if (!is_batch) {
    batch.events.push_back(event_reader{"", mistakes}.read(*body, cause));
  } else if (!body->is_list() || body->as_list().size() > events_max) {
    mistakes.push_back({"", "type", {}, "a batch is a JSON list of at most 1000 events"});
  } else {
    for (std::size_t i = 0; i < body->as_list().size(); ++i) {
      event_reader reader{"[" + std::to_string(i) + "].", mistakes};
      batch.events.push_back(reader.read(body->as_list()[i], cause));
    }
  }
  if (!mistakes.empty())
    return tl::unexpected(problem_of(std::move(mistakes)));
  return batch;
}

} // namespace

result<event_batch> read_cloud_events(const http_request& request,
                                      const engine::cause_info& cause) {
  const auto media_type = media_type_of(request.header("content-type"));
  if (media_type == "application/cloudevents+json")
    return read_structured(request, cause, false);
  if (media_type == "application/cloudevents-batch+json")
    return read_structured(request, cause, true);
  const bool json =
      media_type == "application/json" || (media_type.empty() && request.body.empty());
  if (json && !request.header("ce-specversion").empty())
    return read_binary(request, cause);
  // Many senders put a structured event under the plain media type; it says itself what it is.
  if (json)
    return read_structured(request, cause, false);
  return fail(errc::unsupported_media,
              media_type.empty() ? std::string{"the request does not say what its body is"}
                                 : excerpt(media_type) + " is not a form of CloudEvents in JSON",
              "Send application/cloudevents+json, application/cloudevents-batch+json, or "
              "application/json with ce- headers.");
}

} // namespace gantry::gateway
