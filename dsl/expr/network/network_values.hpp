#pragma once

#include "dsl/base/value.hpp"
#include "dsl/expr/network/ip_address.hpp"
#include "dsl/types/type.hpp"

#include <optional>
#include <string>

/// Addresses and blocks as values: records of the kinds `net.IP` and `net.CIDR`, whose fields no
/// expression reads. Equal addresses are equal records.
namespace gantry::dsl {

[[nodiscard]] value make_ip(const ip_address& one);
[[nodiscard]] value make_cidr(const cidr_block& block);
/// Nothing for values of other kinds.
[[nodiscard]] std::optional<ip_address> as_ip(const value& v);
[[nodiscard]] std::optional<cidr_block> as_cidr(const value& v);
[[nodiscard]] std::optional<std::string> text_of_network_value(const value& v);

[[nodiscard]] type_ref ip_type();
[[nodiscard]] type_ref cidr_type();

} // namespace gantry::dsl
