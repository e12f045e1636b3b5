#include "dsl/base/json.hpp"
#include "dsl/conformance/records.hpp"

#include <array>
#include <optional>
#include <vector>

namespace gantry::dsl {
namespace {

struct rounding_name {
  std::string_view name;
  rounding mode;
};
constexpr std::array<rounding_name, 7> rounding_names = {{{"half_even", rounding::half_even},
                                                          {"half_up", rounding::half_up},
                                                          {"half_down", rounding::half_down},
                                                          {"up", rounding::up},
                                                          {"down", rounding::down},
                                                          {"ceiling", rounding::ceiling},
                                                          {"floor", rounding::floor}}};

struct decimal_record {
  std::string op;
  rounding mode = rounding::half_even;
  std::vector<std::string> arguments;
};

std::optional<decimal_record> read_record(const value& json) {
  const value* op = json.find("op");
  const value* arguments = json.find("args");
  if (op == nullptr || !op->is_string() || arguments == nullptr || !arguments->is_list())
    return std::nullopt;
  decimal_record record;
  record.op = op->as_string();
  for (const auto& argument : arguments->as_list())
    if (argument.is_string())
      record.arguments.push_back(argument.as_string());
  const value* mode = json.find("rounding");
  if (mode == nullptr)
    return record;
  for (const auto& known : rounding_names)
    if (mode->is_string() && mode->as_string() == known.name) {
      record.mode = known.mode;
      return record;
    }
  return std::nullopt;
}

result<std::string> text_of_decimal(const result<decimal>& d) {
  if (!d)
    return tl::unexpected(d.error());
  return d->to_string();
}

result<decimal> apply(const std::string& op, const decimal& a, const decimal& b, rounding mode) {
  if (op == "add")
    return a.add(b, mode);
  if (op == "subtract")
    return a.subtract(b, mode);
  if (op == "multiply")
    return a.multiply(b, mode);
  if (op == "divide")
    return a.divide(b, mode);
  if (op == "remainder")
    return a.remainder(b);
  if (op == "quantize")
    return a.quantize(b.exponent(), mode);
  return fail(errc::bad_decimal, "unknown_operation: " + op);
}

result<std::string> run(const decimal_record& record) {
  const bool is_unary = record.op == "tosci" || record.op == "reduce";
  if (record.arguments.size() != (is_unary ? 1U : 2U))
    return fail(errc::bad_decimal, "wrong_arguments: of " + record.op);
  const auto a = decimal::parse_rounded(record.arguments[0], record.mode);
  if (!a || record.op == "tosci")
    return text_of_decimal(a);
  if (record.op == "reduce")
    return a->reduced().to_string();
  const auto b = decimal::parse_rounded(record.arguments[1], record.mode);
  if (!b)
    return text_of_decimal(b);
  if (record.op == "compare")
    return std::to_string(a->compare(*b));
  return text_of_decimal(apply(record.op, *a, *b, record.mode));
}

std::string decimal_answer(const value* id, std::string_view key, std::string_view text) {
  std::string line = "{\"id\":" + (id == nullptr ? std::string("null") : to_json(*id));
  line += ",\"" + std::string(key) + "\":";
  append_json_string(line, text);
  return line + "}";
}

} // namespace

std::string answer_decimal_record(std::string_view line) {
  const auto json = parse_json(line);
  if (!json)
    return decimal_answer(nullptr, "error", "malformed_record");
  const value* id = json->find("id");
  const auto record = read_record(*json);
  if (!record)
    return decimal_answer(id, "error", "malformed_record");
  const auto answer = run(*record);
  if (answer)
    return decimal_answer(id, "value", *answer);
  // The message of a decimal's error begins with the name that the specification gives it.
  const auto& message = answer.error().message;
  return decimal_answer(id, "error", message.substr(0, message.find(':')));
}

} // namespace gantry::dsl
