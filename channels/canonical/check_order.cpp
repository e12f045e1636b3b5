#include "channels/canonical/order_builder.hpp"
#include "channels/channel.hpp"
#include "dsl/base/control_characters.hpp"

#include <algorithm>
#include <set>

namespace gantry::channels {
namespace {

constexpr std::size_t lines_max = 10'000;
constexpr std::size_t name_characters_max = 100;
constexpr int money_integer_digits_max = 15;
constexpr int money_fraction_digits_max = 6;

std::size_t characters_of(std::string_view utf8) {
  return static_cast<std::size_t>(std::count_if(utf8.begin(), utf8.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  }));
}

/// Collects what breaks a rule, up to 100 findings: more help nobody.
class order_check {
public:
  explicit order_check(const value& order) : order_(order) {}

  std::vector<field_error> run() {
    check_currency();
    check_money("payable_amount", order_.find("payable_amount"));
    check_text("order_number");
    check_text("source.channel");
    check_text("source.partner");
    check_text("source.external_id");
    check_text("buyer.account");
    check_country();
    check_lines();
    return std::move(errors_);
  }

private:
  void add(std::string path, std::string rule, std::string_view found, std::string message) {
    if (errors_.size() < 100)
      errors_.push_back({std::move(path), std::move(rule), shortened(found), std::move(message)});
  }

  void check_text(std::string_view path) {
    const auto* text = order_.find_path(path);
    if (text == nullptr || !text->is_string())
      return;
    if (text->as_string().empty())
      add(std::string(path), "not-empty", "", std::string(path) + " is empty");
    else if (is_blank(text->as_string()))
      add(std::string(path), "not-blank", text->as_string(),
          std::string(path) + " has nothing but blanks");
    else if (has_control_character(text->as_string()))
      add(std::string(path), "no-control-characters", printable(text->as_string()),
          std::string(path) + " has control characters, which cannot be read or typed: " +
              printable(text->as_string()));
    else if (const auto length = characters_of(text->as_string()); length > name_characters_max)
      add(std::string(path), "at-most", text->as_string(),
          std::string(path) + " has " + std::to_string(length) +
              " characters, at most 100 are "
              "taken");
  }

  void check_country() {
    const auto* country = order_.find_path("ship_to.country");
    if (country != nullptr && country->is_string() && !is_country_code(country->as_string()))
      add("ship_to.country", "country", country->as_string(),
          "the country is two capital letters (ISO 3166-1), such as AT");
  }

  void check_currency() {
    const auto* currency = order_.find("currency");
    if (currency != nullptr && currency->is_string() && !is_currency_code(currency->as_string()))
      add("currency", "currency", currency->as_string(),
          "the currency is three capital letters (ISO 4217), such as EUR");
  }

  void check_money(const std::string& path, const value* amount) {
    if (amount == nullptr || !amount->is_decimal())
      return;
    const auto plain = amount->as_decimal().normalised();
    if (plain.is_negative())
      add(path, "not-negative", plain.to_plain_string(), path + " is below zero");
    check_digits(path, plain);
  }

  void check_digits(const std::string& path, const decimal& number) {
    const auto text = number.to_plain_string();
    const auto point = text.find('.');
    const auto whole = static_cast<int>(point == std::string::npos ? text.size() : point);
    if (whole > money_integer_digits_max || number.scale() > money_fraction_digits_max)
      add(path, "digits", text, path + " has more than 15 digits before or 6 after the point");
  }

  void check_lines() {
    const auto* lines = order_.find("lines");
    if (lines == nullptr || !lines->is_list())
      return;
    if (lines->as_list().empty())
      add("lines", "not-empty", "", "an order has at least one line");
    if (lines->as_list().size() > lines_max)
      add("lines", "at-most", std::to_string(lines->as_list().size()),
          "an order has at most 10,000 lines");
    std::set<std::string> ids;
    for (std::size_t i = 0; i < lines->as_list().size() && errors_.size() < 100; ++i)
      check_line(lines->as_list()[i], "lines[" + std::to_string(i) + "]", ids);
  }

  void check_line(const value& line, const std::string& path, std::set<std::string>& ids) {
    if (const auto* id = line.find("id"); id != nullptr && id->is_string())
      if (!ids.insert(id->as_string()).second)
        add(path + ".id", "unique", id->as_string(), "two lines have the id " + id->as_string());
    if (const auto* sku = line.find("sku");
        sku != nullptr && sku->is_string() && sku->as_string().empty())
      add(path + ".sku", "not-empty", "", "a line names the item that it orders");
    if (const auto* quantity = line.find("quantity");
        quantity != nullptr && quantity->is_decimal()) {
      const auto number = quantity->as_decimal().normalised();
      if (number.is_negative() || number.is_zero())
        add(path + ".quantity", "positive", number.to_plain_string(),
            "a quantity is above zero; returns and cancellations are documents of their own");
      check_digits(path + ".quantity", number);
    }
    check_money(path + ".unit_price", line.find("unit_price"));
  }

  const value& order_;
  std::vector<field_error> errors_;
};

} // namespace

std::vector<field_error> check_canonical_order(const value& order) {
  return order_check(order).run();
}

} // namespace gantry::channels
