#include "channels/json/json_channel.hpp"

#include "channels/canonical/order_builder.hpp"
#include "channels/mapped_by.hpp"
#include "channels/signature.hpp"
#include "dsl/base/json.hpp"

namespace gantry::channels {
namespace {

constexpr std::size_t orders_max = 10'000;

std::string text_at(const value& object, std::string_view path) {
  const auto* found = object.find_path(path);
  return found != nullptr && found->is_string() ? found->as_string() : std::string{};
}

class json_channel final : public channel {
public:
  explicit json_channel(const channel_options& options) : options_(options) {}

  result<void> admit(const raw_document& document) const override {
    if (!is_json(document.media_type))
      return fail(errc::unsupported_media,
                  "channel " + options_.name + " takes application/json, not " +
                      (document.media_type.empty() ? "a body without a type" : document.media_type),
                  "send canonical orders with Content-Type: application/json");
    return check_signature(document, options_.name, options_.secret, "x-gantry-hmac-sha256");
  }

  mapped_document map(const raw_document& document) const override {
    mapped_document mapped;
    mapped.partner = options_.partner;
    auto parsed = parse_json(document.body, {.long_numbers_as_text = true});
    if (!parsed) {
      mapped.findings.push_back({"json-malformed", "error", "", "", parsed.error().message});
      return mapped;
    }
    const arrival how{options_.name, options_.partner, document.received_at};
    const auto* orders = parsed->find("orders");
    const value& listed = orders != nullptr ? *orders : *parsed;
    if (!listed.is_list()) {
      mapped.orders.push_back(map_order(listed, how));
      return mapped;
    }
    if (listed.as_list().size() > orders_max) {
      mapped.findings.push_back({"json-too-many", "error", "orders",
                                 std::to_string(listed.as_list().size()),
                                 "a document holds at most 10,000 orders: split it"});
      return mapped;
    }
    if (listed.as_list().empty())
      mapped.findings.push_back({"json-no-orders", "error", orders != nullptr ? "orders" : "", "[]",
                                 "the document holds no order: put one object an order in"});
    for (const auto& order : listed.as_list())
      mapped.orders.push_back(map_order(order, how));
    return mapped;
  }

  const std::string& workflow() const override { return options_.workflow; }

private:
  [[nodiscard]] mapped_order map_order(const value& order, const arrival& how) const {
    mapped_order mapped;
    if (!order.is_map()) {
      mapped.findings.push_back({"json-not-an-order", "error", "", shortened(to_json(order)),
                                 "an order is a JSON object"});
      return mapped;
    }
    if (options_.mapping)
      return map_with(*options_.mapping, order, how);
    mapped.external_id = text_at(order, "source.external_id");
    if (mapped.external_id.empty())
      mapped.external_id = text_at(order, "order_number");
    mapped.input = with_source(order, mapped.external_id);
    return mapped;
  }

  /// The order with its source completed; what is there stays, so that mistakes in it are told.
  [[nodiscard]] value with_source(const value& order, const std::string& external_id) const {
    const auto* given = order.find("source");
    if (given != nullptr && !given->is_none() && !given->is_map())
      return order;
    object_builder whole;
    object_builder source;
    const auto complete = [&](std::string_view name, const std::string& otherwise) {
      const auto* found = given != nullptr ? given->find(name) : nullptr;
      if (found == nullptr || found->is_none() ||
          (found->is_string() && found->as_string().empty()))
        source.set_text(name, otherwise);
      else
        source.set(name, *found);
    };
    complete("channel", options_.name);
    complete("partner", options_.partner);
    complete("external_id", external_id);
    if (given != nullptr && given->is_map())
      for (const auto& [name, what] : given->as_map())
        if (const auto& text = name.as_string();
            text != "channel" && text != "partner" && text != "external_id")
          source.set(text, what);
    for (const auto& [name, what] : order.as_map())
      if (name.is_string() && name.as_string() != "source")
        whole.set(name.as_string(), what);
    return whole.set("source", source.build()).build();
  }

  channel_options options_;
};

} // namespace

std::shared_ptr<channel> make_json_channel(const channel_options& options) {
  return std::make_shared<json_channel>(options);
}

} // namespace gantry::channels
