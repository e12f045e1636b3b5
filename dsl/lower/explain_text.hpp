#pragma once

#include "dsl/check/library.hpp"

#include <string>
#include <string_view>
#include <vector>

/// Parts of a flow as `gantry check --explain` writes them: the words of the flow itself.
namespace gantry::dsl::explained {

[[nodiscard]] const char* name_of(effect_class effect);
[[nodiscard]] std::string text(const expression_syntax_ptr& e);
[[nodiscard]] std::string text(const syntax::span& s);
[[nodiscard]] std::string text(const syntax::when& w);
[[nodiscard]] std::string text(const std::vector<syntax::labelled>& arguments);
[[nodiscard]] std::string text(const syntax::call& c);
[[nodiscard]] std::string text(const std::vector<syntax::identifier>& names);
[[nodiscard]] std::string text(const syntax::retry& r);
[[nodiscard]] std::string text(const syntax::type_name& t);
/// `(order: Order, price: PricedOrder)`
[[nodiscard]] std::string text(const std::vector<syntax::parameter>& all);
/// `account_blocked(reason: string), price_expired`
[[nodiscard]] std::string text(const std::vector<syntax::declared_error>& errors);
/// `mon..fri 08:00..17:00, zone Europe/Berlin, closed on the dates of holidays_de`
[[nodiscard]] std::string text(const syntax::calendar& c);

/// Lines, two blanks an indentation.
class page {
public:
  void say(int depth, const std::string& words) {
    out_ += std::string(static_cast<std::size_t>(depth) * 2, ' ') + words + "\n";
  }
  void line(int depth, const std::string& name, const std::string& words) {
    say(depth, name + std::string(name.size() < 12 ? 12 - name.size() : 1, ' ') + words);
  }
  [[nodiscard]] const std::string& str() const { return out_; }
  [[nodiscard]] std::string& out() { return out_; }

private:
  std::string out_;
};

} // namespace gantry::dsl::explained
