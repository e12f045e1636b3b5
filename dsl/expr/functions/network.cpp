#include "dsl/expr/functions/arguments.hpp"
#include "dsl/expr/network/network_values.hpp"
#include "dsl/types/builders.hpp"

// Addresses and blocks, as Kubernetes and cel-go have them.
namespace gantry::dsl {
namespace {

using taken = argument_kind;

bool fail_address(const function_call& c, const value& v) {
  return c.fail(show(v) + " is no IP address", "such as \"10.0.0.1\" or \"2001:db8::68\"");
}
bool fail_block(const function_call& c, const value& v) {
  return c.fail(show(v) + " is no block of addresses",
                "such as \"10.0.0.0/8\" or \"2001:db8::/32\"");
}

/// An address, or the text of one.
std::optional<ip_address> address_of(const value& v) {
  return v.is_string() ? ip_address::parse(v.as_string()) : as_ip(v);
}
std::optional<cidr_block> block_of(const value& v) {
  return v.is_string() ? cidr_block::parse(v.as_string()) : as_cidr(v);
}

bool to_ip(const function_call& c, value& out) {
  const auto found = address_of(c[0]);
  if (!found)
    return fail_address(c, c[0]);
  out = make_ip(*found);
  return true;
}

bool to_cidr(const function_call& c, value& out) {
  const auto block = block_of(c[0]);
  if (!block)
    return fail_block(c, c[0]);
  out = make_cidr(*block);
  return true;
}

bool is_ip(const function_call& c, value& out) {
  out = value(ip_address::parse(text_at(c, 0)).has_value());
  return true;
}

bool is_cidr(const function_call& c, value& out) {
  out = value(cidr_block::parse(text_at(c, 0)).has_value());
  return true;
}

bool is_canonical(const function_call& c, value& out) {
  const auto found = address_of(c[0]);
  if (!found)
    return fail_address(c, c[0]);
  out = value(found->to_string() == text_at(c, 0));
  return true;
}

bool family(const function_call& c, value& out) {
  out = value(as_ip(c[0])->is_v4() ? 4 : 6);
  return true;
}

template <bool (ip_address::*Is)() const>
bool classify_address(const function_call& c, value& out) {
  const auto one = *as_ip(c[0]);
  out = value((one.*Is)());
  return true;
}

bool contains_ip(const function_call& c, value& out) {
  const auto found = address_of(c[1]);
  if (!found)
    return fail_address(c, c[1]);
  out = value(as_cidr(c[0])->contains(*found));
  return true;
}

bool contains_cidr(const function_call& c, value& out) {
  const auto block = block_of(c[1]);
  if (!block)
    return fail_block(c, c[1]);
  out = value(as_cidr(c[0])->contains(*block));
  return true;
}

bool address_of_block(const function_call& c, value& out) {
  out = make_ip(as_cidr(c[0])->address);
  return true;
}

bool masked_block(const function_call& c, value& out) {
  const auto block = *as_cidr(c[0]);
  out = make_cidr({block.address.masked(block.prefix), block.prefix});
  return true;
}

bool prefix_length(const function_call& c, value& out) {
  out = value(as_cidr(c[0])->prefix);
  return true;
}

void add_address_functions(function_list& all) {
  const auto function = [&all](std::string_view name, taken takes, auto returns, auto apply) {
    all.push_back({name, false, {takes}, returns, apply, false});
  };
  const auto question = [&all](std::string_view name, auto apply) {
    all.push_back({name, true, {taken::ip}, always<boolean_type>, apply, false});
  };
  for (const auto from : {taken::string, taken::ip})
    function("ip", from, always<ip_type>, to_ip);
  function("isIP", taken::string, always<boolean_type>, is_ip);
  function("ip.isCanonical", taken::string, always<boolean_type>, is_canonical);
  all.push_back({"family", true, {taken::ip}, always<int_type>, family, false});
  question("isUnspecified", classify_address<&ip_address::is_unspecified>);
  question("isLoopback", classify_address<&ip_address::is_loopback>);
  question("isLinkLocalMulticast", classify_address<&ip_address::is_link_local_multicast>);
  question("isLinkLocalUnicast", classify_address<&ip_address::is_link_local_unicast>);
  question("isGlobalUnicast", classify_address<&ip_address::is_global_unicast>);
}

} // namespace

void add_network_functions(function_list& all) {
  add_address_functions(all);
  const auto method = [&all](std::string_view name, std::vector<taken> takes, auto returns,
                             auto apply) {
    all.push_back({name, true, std::move(takes), returns, apply, false});
  };
  for (const auto from : {taken::string, taken::cidr})
    all.push_back({"cidr", false, {from}, always<cidr_type>, to_cidr, false});
  all.push_back({"isCIDR", false, {taken::string}, always<boolean_type>, is_cidr, false});
  for (const auto part : {taken::string, taken::ip})
    method("containsIP", {taken::cidr, part}, always<boolean_type>, contains_ip);
  for (const auto part : {taken::string, taken::cidr})
    method("containsCIDR", {taken::cidr, part}, always<boolean_type>, contains_cidr);
  method("ip", {taken::cidr}, always<ip_type>, address_of_block);
  method("masked", {taken::cidr}, always<cidr_type>, masked_block);
  method("prefixLength", {taken::cidr}, always<int_type>, prefix_length);
}

} // namespace gantry::dsl
