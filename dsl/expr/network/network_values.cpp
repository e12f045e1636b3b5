#include "dsl/expr/network/network_values.hpp"

namespace gantry::dsl {
namespace {

type_ref opaque_type(const char* name, std::vector<std::string> fields) {
  auto t = std::make_shared<type>();
  t->is = type::kind::record;
  t->name = name;
  t->shape = std::make_shared<const record_shape>(name, std::move(fields));
  return t;
}

} // namespace

type_ref ip_type() {
  static const type_ref t = opaque_type("net.IP", {"address"});
  return t;
}

type_ref cidr_type() {
  static const type_ref t = opaque_type("net.CIDR", {"address", "prefix"});
  return t;
}

value make_ip(const ip_address& one) {
  return value::make_record(ip_type()->shape, {value::make_bytes(one.to_bytes())});
}

value make_cidr(const cidr_block& block) {
  return value::make_record(cidr_type()->shape, {value::make_bytes(block.address.to_bytes()),
                                                 value(static_cast<std::int64_t>(block.prefix))});
}

std::optional<ip_address> as_ip(const value& v) {
  if (!v.is_record() || v.shape_ptr() != ip_type()->shape)
    return std::nullopt;
  return ip_address::of_bytes(v.fields()[0].as_bytes());
}

std::optional<cidr_block> as_cidr(const value& v) {
  if (!v.is_record() || v.shape_ptr() != cidr_type()->shape)
    return std::nullopt;
  const auto network = ip_address::of_bytes(v.fields()[0].as_bytes());
  return network ? std::optional(cidr_block{*network, static_cast<int>(v.fields()[1].as_int())})
                 : std::nullopt;
}

std::optional<std::string> text_of_network_value(const value& v) {
  if (const auto one = as_ip(v))
    return one->to_string();
  if (const auto block = as_cidr(v))
    return block->to_string();
  return std::nullopt;
}

} // namespace gantry::dsl
