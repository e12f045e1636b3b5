#pragma once

#include "actors/runtime.hpp"
#include "gateway/http_server.hpp"

#include <vector>

namespace gantry::gateway {

/// The events of a request, in the three shapes of the HTTP binding of CloudEvents 1.0.2:
/// structured (`application/cloudevents+json`), batch (`application/cloudevents-batch+json`) and
/// binary (attributes in `ce-…` headers, the body is the data).
struct event_batch {
  std::vector<actors::event_input> events;
  bool is_batch = false;
};

/// Errors: unsupported_media, malformed_json, invalid_request with the path of every mistake. What
/// is wrong inside `data` is none of them: that is a finding, made where types are known.
[[nodiscard]] result<event_batch> read_cloud_events(const http_request& request,
                                                    const engine::cause_info& cause);

} // namespace gantry::gateway
