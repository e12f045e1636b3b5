#include "examples/sandbox/master_data.hpp"

#include "examples/sandbox/document.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace gantry::sandbox {
namespace {

constexpr std::array<std::string_view, 6> countries{"DE", "AT", "CH", "FR", "NL", "US"};
constexpr std::int64_t plenty = 1'000'000;
constexpr int first_account = 1001;
constexpr int account_blocked = 1019;
constexpr int account_poor = 1020;
constexpr int item_without_stock = 13;

constexpr std::array<std::string_view, accounts_count> account_names{
    "Hofer Gartenbau GmbH",    "Bergmann Eisenwaren KG", "Alpenland Baustoffe GmbH",
    "Rheintal Werkzeuge AG",   "Dupont Jardin SARL",     "De Vries Tuincentrum BV",
    "Lakeside Hardware Inc.",  "Moser Landtechnik GmbH", "Nordsee Bootsbedarf GmbH",
    "Prairie Farm Supply LLC", "Keller Haustechnik AG",  "Lefebvre Outillage SA",
    "Jansen Bouwmarkt BV",     "Stadler Holzbau GmbH",   "Summit Outdoor Co.",
    "Weber Installation KG",   "Gruber Forstbedarf",     "Harbour Marine Supply",
    "Falkner Handels GmbH",    "Zimmerei Pichler"};

constexpr std::array<std::string_view, 10> item_names{
    "Spade, ash handle", "Garden hose 25 m",    "Work gloves, pair", "Wood screws 5x60, box",
    "Pruning shears",    "LED work light 30 W", "Cable reel 50 m",   "Folding rule 2 m",
    "Paint brush 50 mm", "Wheelbarrow 85 l"};

/// The number behind a prefix: no sign, no leading zero, nothing after it. 0 when there is none.
int number_after(std::string_view text, std::string_view prefix) {
  if (!text.starts_with(prefix) || text.size() == prefix.size() || text[prefix.size()] == '0')
    return 0;
  const char* const end = text.data() + text.size();
  int number = 0;
  const auto [stop, problem] = std::from_chars(text.data() + prefix.size(), end, number);
  return problem == std::errc{} && stop == end && number > 0 ? number : 0;
}

decimal from_cents(std::int64_t cents) {
  return decimal::parse(std::to_string(cents) + "E-2").value_or(decimal{});
}

decimal credit_of(int number) {
  if (number == first_account)
    return from_cents(1'000'000'000);
  if (number == account_poor)
    return from_cents(10'000);
  return from_cents(10'000'000 + 1'000'000 * (number % 7));
}

} // namespace

std::optional<account> find_account(std::string_view number) {
  const int n = number_after(number, "C-");
  if (n < first_account || n >= first_account + accounts_count)
    return std::nullopt;
  const auto index = static_cast<std::size_t>(n - first_account);
  return account{std::string(number), std::string(account_names[index]), credit_of(n),
                 n == account_blocked};
}

std::optional<item> find_item(std::string_view sku) {
  const int n = number_after(sku, "SKU-");
  if (n < 1 || n > items_count)
    return std::nullopt;
  const auto name = item_names[static_cast<std::size_t>(n) % item_names.size()];
  return item{std::string(sku), std::string(name), from_cents(199 + (n * 137) % 9'000),
              n == item_without_stock ? decimal{0} : decimal{plenty}};
}

bool delivers_to(std::string_view country) {
  return std::find(countries.begin(), countries.end(), country) != countries.end();
}

value describe_master_data() {
  value::list_type accounts;
  for (int n = first_account; n < first_account + accounts_count; ++n) {
    const auto found = find_account("C-" + std::to_string(n));
    accounts.push_back(object({{"account", found->number},
                               {"name", found->name},
                               {"credit_available", money(found->credit)},
                               {"currency", house_currency},
                               {"blocked", found->blocked}}));
  }
  value::list_type items;
  for (int n = 1; n <= items_count; ++n) {
    const auto found = find_item("SKU-" + std::to_string(n));
    items.push_back(object({{"sku", found->sku},
                            {"name", found->name},
                            {"list_price", money(found->list_price)},
                            {"opening_stock", found->opening_stock}}));
  }
  value::list_type delivered;
  for (const auto country : countries)
    delivered.emplace_back(country);
  return object({{"accounts", value::make_list(std::move(accounts))},
                 {"items", value::make_list(std::move(items))},
                 {"countries", value::make_list(std::move(delivered))}});
}

} // namespace gantry::sandbox
