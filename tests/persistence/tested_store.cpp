#include "tests/persistence/tested_store.hpp"

namespace gantry::test {

using namespace persistence;

uuid id_of(std::uint64_t number) {
  return make_uuid7(at(0), number, number);
}

create_instance new_order(const std::string& key, std::uint64_t number) {
  create_instance what;
  what.row.id = id_of(number);
  what.row.workflow = "order_to_cash";
  what.row.definition = "d1";
  what.row.key = key;
  what.row.input_digest = "digest of " + key;
  what.row.created_at = at(0);
  what.row.updated_at = at(0);
  what.changes.record.sequence = 1;
  what.changes.record.at = at(0);
  what.changes.record.kind = "started";
  what.changes.record.body = R"({"key":")" + key + R"("})";
  return what;
}

store_event event_of(const std::string& type, const std::string& correlation, const std::string& id,
                     std::int64_t second) {
  store_event what;
  what.event.source = "carrier";
  what.event.event_id = id;
  what.event.event_type = type;
  what.event.correlation = correlation;
  what.event.body = R"({"id":")" + id + R"("})";
  what.event.principal = "http:10.0.0.7";
  what.event.traceparent = "00-1-2-01";
  what.event.received_at = at(second);
  return what;
}

document_row document_of(std::uint64_t number, std::string body) {
  document_row row;
  row.id = id_of(number);
  row.channel = "edi";
  row.partner = "ACME";
  row.media_type = "application/edi-x12";
  row.headers = R"({"x":"1"})";
  row.body = std::move(body);
  row.digest = "ab";
  row.received_at = at(0);
  row.state = "received";
  return row;
}

void tested_store::restart() {
  store_.reset();
  store_ = open_();
}

tested_store tested_store::rival() const {
  unlock_();
  return tested_store(open_, unlock_);
}

std::vector<write_result> tested_store::write_all(const std::vector<write_request>& batch) {
  std::vector<const write_request*> pointers;
  for (const auto& request : batch)
    pointers.push_back(&request);
  auto outcome = store_->commit(pointers);
  INFO((outcome.why ? outcome.why->message : std::string()));
  REQUIRE(outcome.is == commit_state::durable);
  REQUIRE(outcome.results.size() == batch.size());
  return std::move(outcome.results);
}

write_result tested_store::write(write_request request) {
  return write_all({std::move(request)}).front();
}

written_order tested_store::create(const create_instance& what) {
  const auto result = write(what);
  INFO((result.failed ? result.failed->message : std::string()));
  REQUIRE_FALSE(result.failed);
  REQUIRE(result.created.size() == 1);
  const auto& made = result.created.front();
  REQUIRE(made.is == create_result::kind::created);
  return {what.row, made.number, made.at, what.changes.record.sequence};
}

written_order tested_store::create(const std::string& key) {
  return create(new_order(key, ids_++));
}

append_record tested_store::next_of(const written_order& order, instance_changes changes) const {
  if (changes.record.kind.empty()) {
    changes.record.sequence = order.sequence + 1;
    changes.record.kind = "step";
    changes.record.body = R"({"sequence":)" + std::to_string(order.sequence + 1) + "}";
    if (changes.record.at == timestamp{})
      changes.record.at = at(static_cast<std::int64_t>(order.sequence));
  }
  return {order.number, order.last, std::move(changes)};
}

write_result tested_store::append(written_order& order, instance_changes changes) {
  auto request = next_of(order, std::move(changes));
  auto result = write(request);
  INFO((result.failed ? result.failed->message : std::string()));
  REQUIRE_FALSE(result.failed);
  REQUIRE(result.at > order.last);
  order.last = result.at;
  order.sequence = request.changes.record.sequence;
  if (request.changes.row)
    order.row = *request.changes.row;
  return result;
}

write_result tested_store::finish(written_order& order, const std::string& status) {
  instance_changes changes;
  changes.row = order.row;
  changes.row->status = status;
  changes.row->phase = status;
  changes.row->attention = false;
  changes.finished = true;
  return append(order, std::move(changes));
}

std::int64_t tested_store::total(const std::string& status) const {
  for (const auto& [name, orders] : ok(store_->totals()))
    if (name == status)
      return orders;
  return 0;
}

result<order_page> tested_store::list(const list_of& filter) const {
  return store_->list_orders({filter.site, filter.status, filter.stage, filter.channel,
                              filter.customer, filter.key, filter.created_before, filter.search,
                              filter.limit, filter.cursor, filter.count});
}

std::vector<std::string> tested_store::keys(const list_of& filter) const {
  std::vector<std::string> found;
  for (const auto& row : ok(list(filter)).items)
    found.push_back(row.key);
  return found;
}

} // namespace gantry::test
