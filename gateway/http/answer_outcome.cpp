#include "gateway/http/answer_outcome.hpp"

#include "dsl/base/json.hpp"
#include "dsl/base/utf8.hpp"
#include "gateway/http/http_date.hpp"

#include <algorithm>

namespace gantry::gateway {
namespace {

using engine::outcome;
using kind = outcome::kind;

constexpr std::size_t excerpt_bytes_max = 200;
/// Answers of far systems may nest deeper than what Gantry takes as an order.
constexpr json_limits answer_limits{64, 64u << 20};

outcome make(kind is, std::string detail) {
  outcome made;
  made.is = is;
  made.detail = std::move(detail);
  return made;
}

std::string answered(const exchange_end& end) {
  std::string text = "answered " + std::to_string(end.status);
  if (!end.body.empty())
    text += " `" + excerpt(end.body) + "`";
  return text;
}

std::string listed(const error& why) {
  std::string text = why.fields.empty() ? why.message : std::string{};
  for (const auto& field : why.fields) {
    text += text.empty() ? "" : "; ";
    if (field.message.find(field.path) == std::string::npos)
      text += field.path + ": ";
    text += field.message;
    if (!field.value.empty())
      text += " (there: " + excerpt(field.value) + ")";
  }
  return text;
}

/// An answer of success whose body does not fit the contract. The far side believes that it did
/// something, so for `once` only its finder can tell; anything else is held with the difference.
outcome unfitting(const exchange_end& end, const dsl::operation* declared,
                  std::string_view operation, const std::string& difference) {
  const bool once = declared != nullptr && declared->effect == dsl::effect_class::once;
  const std::string expected = declared != nullptr && declared->returns
                                   ? dsl::to_string(*declared->returns)
                                   : std::string{"JSON"};
  return make(once ? kind::unknown : kind::contract_violation,
              std::string{operation} + " returns " + expected + " by its contract, the far side " +
                  answered(end) + ": " + difference);
}

outcome of_result(const exchange_end& end, const dsl::operation* declared,
                  std::string_view operation) {
  outcome made = make(kind::ok, {});
  if (declared != nullptr && !declared->returns)
    return made;
  auto parsed = parse_json(end.body, answer_limits);
  if (!parsed)
    return unfitting(end, declared, operation, parsed.error().message);
  if (declared == nullptr) {
    made.result = std::move(*parsed);
    return made;
  }
  auto fitted = dsl::decode_lenient(*parsed, *declared->returns, "result");
  if (!fitted)
    return unfitting(end, declared, operation, listed(fitted.error()));
  made.result = std::move(*fitted);
  return made;
}

outcome violation(const exchange_end& end, const dsl::operation* declared,
                  std::string_view operation, std::string_view difference = {}) {
  std::string declares = "no errors";
  if (declared != nullptr && !declared->errors.empty()) {
    declares = "the errors";
    for (const auto& error : declared->errors)
      declares += (&error == &declared->errors.front() ? " " : ", ") + error.name;
  }
  std::string detail =
      std::string{operation} + " declares " + declares + ", the far side " + answered(end);
  if (!difference.empty())
    detail += ": " + std::string{difference};
  return make(kind::contract_violation, std::move(detail));
}

outcome of_business_error(const exchange_end& end, const dsl::operation* declared,
                          std::string_view operation) {
  const auto parsed = parse_json(end.body, answer_limits);
  const value* name = parsed ? parsed->find("error") : nullptr;
  if (declared == nullptr || name == nullptr || !name->is_string())
    return violation(end, declared, operation);
  const auto& errors = declared->errors;
  const auto known = std::find_if(errors.begin(), errors.end(), [&](const auto& error) {
    return error.name == name->as_string();
  });
  if (known == errors.end())
    return violation(end, declared, operation);
  outcome made = make(kind::business_error, {});
  made.error_name = known->name;
  const value* given = parsed->find("fields");
  const value fields = given == nullptr || given->is_none() ? value::make_map({}) : *given;
  if (!known->as_record) {
    made.error_fields = fields;
    return made;
  }
  auto fitted = dsl::decode_lenient(fields, *known->as_record, "fields");
  if (!fitted)
    return violation(end, declared, operation, listed(fitted.error()));
  made.error_fields = std::move(*fitted);
  return made;
}

outcome refused(const exchange_end& end, std::int64_t retry_after_ms) {
  outcome made = make(kind::refused, "the far side " + answered(end));
  made.retry_after_ms = retry_after_ms;
  return made;
}

outcome of_status(const exchange_end& end, const dsl::operation* declared,
                  std::string_view operation, std::int64_t now_s) {
  const auto retry_after_ms = parse_retry_after(end.header("retry-after"), now_s);
  if (end.status == 429)
    return refused(end, retry_after_ms.value_or(0));
  if (end.status == 503 && retry_after_ms)
    return refused(end, *retry_after_ms);
  const bool done = end.status == 200 || end.status == 201 || end.status == 204;
  if (done && end.how == exchange_end::kind::answer_too_large)
    return unfitting(end, declared, operation, "the answer is larger than is taken");
  if (done)
    return of_result(end, declared, operation);
  if (end.status == 422)
    return of_business_error(end, declared, operation);
  if (end.status >= 400 && end.status < 500)
    return violation(end, declared, operation);
  return make(kind::unknown, "the far side " + answered(end));
}

} // namespace

std::string excerpt(std::string_view text) {
  std::string out;
  for (const char c : text.substr(0, excerpt_bytes_max))
    out += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
  if (text.size() > excerpt_bytes_max) {
    while (!out.empty() && (static_cast<unsigned char>(out.back()) & 0xc0) == 0x80)
      out.pop_back();
    if (!out.empty() && static_cast<unsigned char>(out.back()) >= 0xc0)
      out.pop_back();
    out += "…";
  }
  if (!is_valid_utf8(out))
    std::replace_if(
        out.begin(), out.end(), [](char c) { return static_cast<unsigned char>(c) >= 0x80; }, '?');
  return out;
}

outcome outcome_of(const exchange_end& end, const dsl::operation* declared,
                   std::string_view operation, std::int64_t now_s) {
  switch (end.how) {
  case exchange_end::kind::answered:
  case exchange_end::kind::answer_too_large: return of_status(end, declared, operation, now_s);
  case exchange_end::kind::not_sent: return make(kind::refused, end.detail);
  case exchange_end::kind::timed_out:
  case exchange_end::kind::lost:
  case exchange_end::kind::garbage:
  case exchange_end::kind::given_up: break;
  }
  return make(kind::unknown, end.detail);
}

} // namespace gantry::gateway
