#include "gateway/api/endpoints.hpp"

namespace gantry::gateway {

router make_router() {
  router routes;
  routes.add("POST", "/v1/orders", post_order);
  routes.add("GET", "/v1/orders", list_orders);
  routes.add("GET", "/v1/orders/{id}", show_order);
  routes.add("GET", "/v1/orders/{id}/timeline", show_timeline);
  routes.add("POST", "/v1/orders/{id}/{verb}", order_verb);
  routes.add("POST", "/v1/channels/{channel}/documents", post_document);
  routes.add("GET", "/v1/documents", list_documents);
  routes.add("GET", "/v1/documents/{id}", show_document);
  routes.add("POST", "/v1/events", post_event);
  routes.add("GET", "/v1/incidents", list_incidents);
  routes.add("POST", "/v1/incidents/{order}/{incident}/{verb}", incident_verb);
  routes.add("GET", "/v1/inbox", list_inbox);
  routes.add("POST", "/v1/backups", post_backup);
  routes.add("GET", "/v1/backups", list_backups);
  routes.add("GET", "/v1/backups/{name}", show_backup);
  routes.add("GET", "/healthz", show_health);
  routes.add("GET", "/readyz", show_readiness);
  routes.add("GET", "/metrics", show_metrics);
  routes.add("GET", "/problems", list_problems);
  routes.add("GET", "/problems/{name}", show_problem);
  routes.add("GET", "/openapi.yaml", show_openapi);
  return routes;
}

http_handler make_api(actors::runtime& engine, api_options options) {
  auto context = std::make_shared<api_context>(engine, std::move(options));
  auto routes = std::make_shared<const router>(make_router());
  return [context, routes](http_request request, http_answer answer) {
    routes->serve(api_call{context, std::move(request), std::move(answer)});
  };
}

http_limits api_limits(const api_options& options) {
  http_limits limits;
  limits.body_bytes_max = [documents = options.document_bytes_max,
                           others = options.order_bytes_max](std::string_view,
                                                             std::string_view path) {
    return path.starts_with("/v1/channels/") ? documents : others;
  };
  return limits;
}

} // namespace gantry::gateway
