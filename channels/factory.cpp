#include "channels/factory.hpp"

#include "channels/json/json_channel.hpp"
#include "channels/shopify/shopify_channel.hpp"
#include "channels/x12/x12_channel.hpp"

namespace gantry::channels {

result<std::shared_ptr<channel>> make_channel(const channel_options& options) {
  if (options.workflow.empty())
    return fail(errc::config_invalid, "[channels." + options.name + "] names no workflow");
  if (options.kind == "json")
    return make_json_channel(options);
  if (options.kind == "shopify")
    return make_shopify_channel(options);
  if (options.kind == "x12")
    return make_x12_channel(options);
  return fail(errc::config_invalid,
              "[channels." + options.name + "] has the unknown kind `" + options.kind + "`",
              "the kinds are json, shopify and x12");
}

std::string warning_of(const channel_options& options) {
  if (options.kind != "shopify" || !options.secret.empty())
    return {};
  return "[channels." + options.name +
         "] has no `secret`: Shopify signs every delivery, and whoever reaches this address can "
         "hand "
         "in orders unsigned";
}

} // namespace gantry::channels
