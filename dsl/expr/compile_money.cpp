#include "dsl/expr/compiler.hpp"

#include <algorithm>
#include <string>

/// What decimals need because they are money and quantities.
namespace gantry::dsl {
namespace {

using kind = type::kind;

/// What is divided by twos and fives alone has an end: halves and hundredths have, thirds have not.
bool divides_evenly(const expression_syntax& divisor) {
  if (divisor.is != syntax_kind::literal)
    return false;
  const value& by = divisor.constant;
  if (!by.is_int() && !by.is_decimal())
    return false;
  std::string digits = by.is_int() ? std::to_string(by.as_int()) : by.as_decimal().to_string();
  std::erase(digits, '.');
  constexpr std::size_t digits_max = 18;
  if (digits.size() > digits_max ||
      !std::all_of(digits.begin(), digits.end(), [](char c) { return c >= '0' && c <= '9'; }))
    return false;
  auto rest = std::stoll(digits);
  for (const int factor : {2, 5})
    while (rest > 1 && rest % factor == 0)
      rest /= factor;
  return rest == 1;
}

const expression_syntax* currency_of(const expression_syntax& e) {
  return e.is == syntax_kind::field && e.name == "currency" && e.target ? e.target.get() : nullptr;
}

/// The first amount of a sum.
const expression_syntax& first_of(const expression_syntax& e) {
  const bool is_sum = e.is == syntax_kind::binary && (e.name == "+" || e.name == "-");
  return is_sum ? first_of(*e.operands[0]) : e;
}

} // namespace

bool compares_currencies(const expression_syntax& e, const std::string& one,
                         const std::string& other) {
  if (e.is == syntax_kind::binary && (e.name == "==" || e.name == "!=")) {
    const auto* left = currency_of(*e.operands[0]);
    const auto* right = currency_of(*e.operands[1]);
    if (left && right) {
      const std::string a = text_of(*left), b = text_of(*right);
      if ((a == one && b == other) || (a == other && b == one))
        return true;
    }
  }
  const auto inside = [&](const expression_syntax_ptr& part) {
    return part && compares_currencies(*part, one, other);
  };
  return inside(e.target) || std::any_of(e.operands.begin(), e.operands.end(), inside) ||
         std::any_of(e.entries.begin(), e.entries.end(),
                     [&](const auto& entry) { return inside(entry.key) || inside(entry.value); });
}

void expression_compiler::tell_unrounded(const expression_syntax& quotient) {
  if (is_rounded_ || divides_evenly(*quotient.operands[1]))
    return;
  const std::string text = text_of(*quotient.operands[0]) + " / " + text_of(*quotient.operands[1]);
  (void)mistake("GF0215", quotient.at,
                "`" + text + "` may never end, and nothing says to how many digits it is rounded",
                "say it: `round(" + text + ", 2)`");
}

/// The document that an amount is a field of, when it has a currency; null for every other value.
const expression_syntax* expression_compiler::document_of(const expression_syntax& amount) {
  if (amount.is != syntax_kind::field || !amount.target || amount.is_optional)
    return nullptr;
  const auto told = diagnostics_.size();
  const auto document = compile(*amount.target);
  diagnostics_.resize(told);
  const bool has_currency = document && document.of->is == kind::record &&
                            std::any_of(document.of->fields.begin(), document.of->fields.end(),
                                        [](const dsl::field& f) { return f.name == "currency"; });
  return has_currency ? amount.target.get() : nullptr;
}

void expression_compiler::tell_mixed(const expression_syntax& sum) {
  const auto* left = document_of(first_of(*sum.operands[0]));
  const auto* right = left ? document_of(first_of(*sum.operands[1])) : nullptr;
  if (!right)
    return;
  const std::string one = text_of(*left), other = text_of(*right);
  const bool is_compared = (whole_ && compares_currencies(*whole_, one, other)) ||
                           names_.compares_currencies(one, other);
  if (one == other || is_compared)
    return;
  (void)mistake("GF0216", sum.at,
                "`" + one + "` and `" + other + "` each have a currency, and nothing compares `" +
                    one + ".currency` and `" + other + ".currency`",
                "compare them before: `if " + one + ".currency != " + other +
                    ".currency { hold \"two currencies\" }`");
  diagnostics_.back().level = diagnostic::severity::warning;
}

} // namespace gantry::dsl
