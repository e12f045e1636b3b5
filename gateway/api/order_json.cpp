#include "gateway/api/order_json.hpp"

namespace gantry::gateway {
namespace {

void write_texts(json_writer& out, std::string_view name, const std::vector<std::string>& texts) {
  out.name(name).begin_list();
  for (const auto& text : texts)
    out.text(text);
  out.end_list();
}

void write_calls(json_writer& out, const std::vector<engine::open_call>& calls) {
  out.name("open_calls").begin_list();
  for (const auto& call : calls) {
    out.begin_object();
    out.name("step").text(call.step);
    out.name("operation").text(call.operation);
    out.name("key").text(call.key);
    out.name("attempt").number(call.attempt);
    out.name("state").text(call.state);
    out.name("since").time_or_null(call.since);
    out.name("due").time_or_null(call.due);
    out.end_object();
  }
  out.end_list();
}

void write_last(json_writer& out, const std::optional<engine::last_outcome>& last) {
  out.name("last");
  if (!last) {
    out.null();
    return;
  }
  out.begin_object();
  out.name("attempt").number(last->attempt);
  out.name("outcome").text(last->outcome);
  out.name("detail").text_or_null(last->detail);
  out.end_object();
}

void write_holds(json_writer& out, const std::vector<engine::hold_view>& holds) {
  out.name("holds").begin_list();
  for (const auto& hold : holds) {
    out.begin_object();
    out.name("id").number(hold.id);
    out.name("cause").text(hold.cause);
    out.name("step").text_or_null(hold.step);
    out.name("node").text_or_null(hold.node);
    out.name("key").text_or_null(hold.key);
    write_last(out, hold.last);
    out.name("since").time(hold.since);
    out.name("evidence").text_or_null(hold.evidence);
    write_texts(out, "legal", hold.legal);
    out.end_object();
  }
  out.end_list();
}

/// An order keeps the input that it came with: this version has no verb that changes it.
void write_input_versions(json_writer& out, const actors::order_detail& order) {
  out.name("input_versions").begin_list();
  out.begin_object();
  out.name("version").number(order.view.input_version);
  out.name("digest").text(order.row.input_digest);
  out.name("at").time(order.row.created_at);
  out.end_object();
  out.end_list();
}

void write_pairs(json_writer& out, std::string_view name, bool as_json,
                 const std::vector<std::pair<std::string, std::string>>& pairs) {
  out.name(name).begin_object();
  for (const auto& [label, content] : pairs) {
    out.name(label);
    if (as_json)
      out.raw(content);
    else
      out.text(content);
  }
  out.end_object();
}

} // namespace

void write_order_row(json_writer& out, const persistence::instance_row& row) {
  out.name("id").text(to_string(row.id));
  out.name("key").text(row.key);
  out.name("workflow").text(row.workflow);
  out.name("status").text(row.status);
  out.name("phase").text(row.phase);
  out.name("control").text(row.control);
  out.name("held").text_or_null(row.held);
  out.name("stage").text_or_null(row.stage);
  out.name("waiting_for").text_or_null(row.waiting_for);
  out.name("in_doubt").boolean(row.in_doubt);
  out.name("priority").number(row.priority);
  out.name("test").boolean(row.test);
  out.name("created_at").time(row.created_at);
  out.name("updated_at").time(row.updated_at);
}

std::string legal_json(const engine::order_view& view) {
  json_writer out;
  out.begin_list();
  for (const auto& verb : view.legal)
    out.text(verb);
  for (const auto& hold : view.holds)
    for (const auto& verb : hold.legal)
      out.text(verb + " (hold " + std::to_string(hold.id) + ")");
  out.end_list();
  return out.take();
}

std::string order_json(const actors::order_detail& order, std::string_view ignored) {
  const auto& view = order.view;
  json_writer out;
  out.begin_object();
  write_order_row(out, order.row);
  out.name("generation").number(order.row.generation);
  out.name("definition").text(order.row.definition);
  out.name("channel").text_or_null(order.row.channel);
  out.name("customer").text_or_null(order.row.customer);
  write_pairs(out, "search", false, order.row.search);
  out.name("document").text_or_null(order.document);
  out.name("by").text_or_null(order.cause.principal);
  out.name("request_id").text_or_null(order.cause.request_id);
  out.name("traceparent").text_or_null(order.cause.traceparent);
  out.name("input").raw(view.input_json);
  out.name("input_version").number(view.input_version);
  write_input_versions(out, order);
  write_pairs(out, "values", true, view.values_json);
  write_calls(out, view.open_calls);
  write_texts(out, "unserved", order.unserved);
  write_texts(out, "waits", view.waits);
  write_holds(out, view.holds);
  write_texts(out, "legal", view.legal);
  if (view.cancel_requested) {
    out.name("cancel_requested").begin_object();
    out.name("by").text_or_null(view.cancel_requested->by);
    out.name("reason").text_or_null(view.cancel_requested->reason);
    out.end_object();
  }
  out.name("result").raw(view.output_json);
  out.name("end_reason").text_or_null(view.end_reason);
  if (!ignored.empty())
    out.name("ignored").text(ignored);
  out.end_object();
  return out.take();
}

} // namespace gantry::gateway
