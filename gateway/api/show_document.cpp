#include "dsl/base/uuid.hpp"
#include "gateway/api/document_json.hpp"
#include "gateway/api/endpoints.hpp"

namespace gantry::gateway {
namespace {

/// The order as it stands now: its outcome was written when it began. One that was refused, also
/// for the key of another order, stays what it is.
value as_it_stands(const value& order, const persistence::store& store) {
  const auto* id = order.find("id");
  const auto* status = order.find("status");
  if (id == nullptr || !id->is_string() || status == nullptr || *status == value("refused"))
    return order;
  const auto parsed = parse_uuid(id->as_string());
  const auto row = parsed ? store.find_instance(*parsed)
                          : result<std::optional<persistence::instance_row>>{std::nullopt};
  if (!row || !*row)
    return order;
  auto members = order.as_map();
  for (auto& [name, content] : members)
    if (name == value("status"))
      content = value((*row)->status);
  return value::make_map(std::move(members));
}

value with_orders_as_they_stand(const value& outcome, const persistence::store& store) {
  if (!outcome.is_map())
    return outcome;
  auto members = outcome.as_map();
  for (auto& [name, content] : members)
    if (name == value("orders") && content.is_list()) {
      value::list_type orders;
      for (const auto& order : content.as_list())
        orders.push_back(as_it_stands(order, store));
      content = value::make_list(std::move(orders));
    }
  return value::make_map(std::move(members));
}

std::string document_json(const persistence::document_row& row, const persistence::store& store) {
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
  write_outcome(out, with_orders_as_they_stand(outcome_of(row.outcome), store),
                {"orders", "findings", "replies"});
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
    reading.answer_json(200, document_json(found->value(), reading.engine().reader()));
  });
}

} // namespace gantry::gateway
