#include "channels/shopify/shopify_channel.hpp"

#include "channels/canonical/order_builder.hpp"
#include "channels/mapped_by.hpp"
#include "channels/signature.hpp"
#include "dsl/base/json.hpp"

namespace gantry::channels {
namespace {

class shopify_channel final : public channel {
public:
  explicit shopify_channel(const channel_options& options) : options_(options) {}

  result<void> admit(const raw_document& document) const override {
    if (!is_json(document.media_type))
      return fail(
          errc::unsupported_media,
          "channel " + options_.name + " takes Shopify's JSON, not " +
              (document.media_type.empty() ? "a body without a type" : document.media_type));
    return check_signature(document, options_.name, options_.secret, "x-shopify-hmac-sha256");
  }

  mapped_document map(const raw_document& document) const override {
    mapped_document mapped;
    mapped.partner = options_.partner;
    if (mapped.partner.empty())
      mapped.partner = header_of(document, "x-shopify-shop-domain");
    if (mapped.partner.empty())
      mapped.partner = options_.name;
    mapped.reference = header_of(document, "x-shopify-webhook-id");
    const auto topic = header_of(document, "x-shopify-topic");
    if (!topic.empty() && topic != "orders/create") {
      mapped.findings.push_back({"shopify-topic", "error", "X-Shopify-Topic", std::string(topic),
                                 "only orders/create brings orders; subscribe this address to "
                                 "that topic alone"});
      return mapped;
    }
    const auto parsed = parse_json(document.body, {.long_numbers_as_text = true});
    if (!parsed) {
      mapped.findings.push_back({"json-malformed", "error", "", "", parsed.error().message});
      return mapped;
    }
    mapped.orders.push_back(
        map_order(unwrap(*parsed), {options_.name, mapped.partner, document.received_at}));
    return mapped;
  }

  const std::string& workflow() const override { return options_.workflow; }

private:
  [[nodiscard]] mapped_order map_order(const value& order, const arrival& how) const {
    mapped_order mapped;
    if (!order.is_map()) {
      mapped.findings.push_back({"shopify-not-an-order", "error", "", shortened(to_json(order)),
                                 "the body is no Shopify order"});
      return mapped;
    }
    mapped = map_with(*options_.mapping, order, how);
    if (const auto* id = order.find("id"); mapped.external_id.empty() && id != nullptr)
      mapped.external_id = id->is_string() ? id->as_string() : to_json(*id);
    const auto* test = order.find("test");
    mapped.test = test != nullptr && test->is_bool() && test->as_bool();
    if (mapped.test) {
      mapped.input = {};
      mapped.findings.push_back(
          {"test-order", "error", "test", "true",
           "a test order: it was checked and is not run, so that it reaches no real system"});
    }
    return mapped;
  }

  /// The REST resource wraps the order that the webhook sends bare: both are taken.
  static const value& unwrap(const value& document) {
    const auto* inner = document.find("order");
    return inner != nullptr && inner->is_map() && document.find("id") == nullptr ? *inner
                                                                                 : document;
  }

  channel_options options_;
};

} // namespace

std::shared_ptr<channel> make_shopify_channel(const channel_options& options) {
  return std::make_shared<shopify_channel>(options);
}

} // namespace gantry::channels
