#include "channels/factory.hpp"

#include "channels/json/json_channel.hpp"
#include "channels/mapped_by.hpp"
#include "channels/shopify/shopify_channel.hpp"
#include "channels/x12/x12_channel.hpp"

namespace gantry::channels {

namespace {

result<void> check_mapping(const channel_options& options) {
  if (options.mapping) {
    if (auto serves = can_serve(*options.mapping); !serves)
      return fail(errc::config_invalid,
                  "[channels." + options.name + "]: " + serves.error().message,
                  serves.error().help);
    return {};
  }
  const auto usual = usual_mapping(options.kind);
  if (usual.empty())
    return {};
  return fail(errc::config_invalid,
              "[channels." + options.name + "] of kind " + options.kind + " needs the mapping `" +
                  usual + "`, which the flows do not have",
              "put it into the flows folder (workflows/mappings has one to begin with), or name "
              "another one with `mapping`");
}

} // namespace

std::string usual_mapping(const std::string& kind) {
  if (kind == "shopify")
    return "shopify_order";
  return kind == "x12" ? "x12_850" : "";
}

result<std::shared_ptr<channel>> make_channel(const channel_options& options) {
  if (options.workflow.empty())
    return fail(errc::config_invalid, "[channels." + options.name + "] names no workflow");
  if (auto mapped = check_mapping(options); !mapped)
    return tl::unexpected(std::move(mapped.error()));
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
