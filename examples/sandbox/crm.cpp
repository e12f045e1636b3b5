#include "examples/sandbox/arguments.hpp"
#include "examples/sandbox/document.hpp"
#include "examples/sandbox/master_data.hpp"
#include "examples/sandbox/operation.hpp"

namespace gantry::sandbox {
namespace {

answer validate_customer(books&, const call& what) {
  field_reader arguments(what.arguments);
  arguments.expect_only({"account", "ship_to"});
  const std::string number = arguments.text("account");
  const std::string country = read_country(arguments);
  if (!arguments.errors().empty())
    return bad_arguments(arguments);
  const auto buyer = find_account(number);
  if (!buyer)
    return business_error("unknown_account", object({{"account", number}}));
  if (!delivers_to(country))
    return business_error("address_not_allowed",
                          object({{"reason", "nothing is delivered to " + country}}));
  return done(object({{"account", buyer->number},
                      {"name", buyer->name},
                      {"credit_available", money(buyer->credit)},
                      {"currency", house_currency}}));
}

constexpr operation operations_of_crm[] = {
    {"crm", "validate_customer", effect_class::read, validate_customer},
};

} // namespace

std::span<const operation> crm_operations() {
  return operations_of_crm;
}

} // namespace gantry::sandbox
