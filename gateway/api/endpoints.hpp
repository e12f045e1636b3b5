#pragma once

#include "gateway/api/api_call.hpp"
#include "gateway/api/router.hpp"

/// The endpoints of `/v1` and its neighbours, one source file each; shapes in docs/openapi.yaml.
namespace gantry::gateway {

void post_order(const api_call& call);
void list_orders(const api_call& call);
void show_order(const api_call& call);
void show_timeline(const api_call& call);
void order_verb(const api_call& call);

void post_document(const api_call& call);
void list_documents(const api_call& call);
void show_document(const api_call& call);
void post_event(const api_call& call);

void list_incidents(const api_call& call);
void incident_verb(const api_call& call);
void list_inbox(const api_call& call);

void post_backup(const api_call& call);
void list_backups(const api_call& call);
void show_backup(const api_call& call);

void show_health(const api_call& call);
void show_readiness(const api_call& call);
void show_metrics(const api_call& call);
void show_problem(const api_call& call);
void list_problems(const api_call& call);
void show_openapi(const api_call& call);

/// All routes with their endpoints.
[[nodiscard]] router make_router();

} // namespace gantry::gateway
