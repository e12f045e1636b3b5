#include "tests/actors/job_channel.hpp"

#include "dsl/base/json.hpp"

#include <utility>

namespace gantry::tests {

result<void> job_channel::admit(const channels::raw_document& document) const {
  if (document.media_type == "application/json")
    return {};
  return fail(errc::unsupported_media, "only JSON is taken here");
}

channels::mapped_document job_channel::map(const channels::raw_document& document) const {
  channels::mapped_document all;
  const auto parsed = parse_json(document.body);
  if (!parsed || !parsed->is_list()) {
    all.findings.push_back({"json-list", "error", "", "", "the document is not a list of jobs"});
    return all;
  }
  for (const auto& each : parsed->as_list()) {
    channels::mapped_order order;
    order.external_id = each.find("number")->as_string();
    order.input = each;
    all.orders.push_back(std::move(order));
  }
  all.replies.push_back({"receipt.txt", "text/plain", "taken"});
  return all;
}

} // namespace gantry::tests
