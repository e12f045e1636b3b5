#include "examples/sandbox/operation.hpp"

#include "dsl/base/digest.hpp"
#include "dsl/base/json.hpp"
#include "examples/sandbox/document.hpp"
#include "examples/sandbox/problem.hpp"

#include <array>

namespace gantry::sandbox {
namespace {

std::span<const operation> operations_of(std::string_view system) {
  if (system == "crm")
    return crm_operations();
  if (system == "erp")
    return erp_operations();
  if (system == "wms")
    return wms_operations();
  return system == "tms" ? tms_operations() : std::span<const operation>{};
}

} // namespace

bool is_system(std::string_view name) {
  return !operations_of(name).empty();
}

const operation* find_operation(std::string_view system, std::string_view name) {
  for (const auto& known : operations_of(system))
    if (known.name == name)
      return &known;
  return nullptr;
}

answer done(const value& result) {
  return {json(200, to_json(result)), {}};
}

answer business_error(std::string_view name, const value& fields) {
  return {json(422, to_json(object({{"error", name}, {"fields", fields}}))), {}};
}

answer bad_arguments(const field_reader& arguments) {
  const auto& errors = arguments.errors();
  return {
      problem({errc::invalid_request,
               "the arguments do not fit: " + errors.front().path + ": " + errors.front().message,
               "compare them with the contract", errors}),
      {}};
}

answer carry_out(const operation& what, books& to, const call& request) {
  if (what.effect != effect_class::idempotent)
    return what.perform(to, request);
  const std::string operation = std::string(what.system) + "." + std::string(what.name);
  const std::string digest = to_hex(sha256(to_canonical_json(request.arguments)));
  if (const auto kept = to.kept.find(operation, request.key)) {
    if (kept->digest != digest)
      return business_error("key_reused", object({{"key", request.key}}));
    return {json(200, kept->body), {}};
  }
  auto result = what.perform(to, request);
  if (result.response.status == 200)
    to.kept.keep(operation, request.key, {digest, result.response.body});
  return result;
}

answer list_standing(books& from, const call& what, std::string_view operation) {
  field_reader arguments(what.arguments);
  arguments.expect_only({"reference"});
  const std::string reference = arguments.text("reference");
  if (!arguments.errors().empty())
    return bad_arguments(arguments);
  std::string list = "[";
  for (const auto& document : from.effects.standing(operation, reference)) {
    if (list.size() > 1)
      list += ',';
    list += document.answer;
  }
  return {json(200, list + "]"), {}};
}

answer undo(books& in, const call& what, const operation& undoing, std::string_view made_by,
            std::string_view name) {
  field_reader arguments(what.arguments);
  arguments.expect_only({name});
  const std::string document = arguments.text(name);
  if (!arguments.errors().empty())
    return bad_arguments(arguments);
  const auto made = in.effects.find(made_by, document);
  if (!made)
    return business_error("unknown_document", object({{"document", document}}));
  // Undone before, under another key: it stays undone, and there is nothing more to write.
  if (made->undone_by)
    return done({});
  in.effects.mark_undone(made->seq, what.key);
  in.effects.record({0, std::string(undoing.system), std::string(undoing.name), what.key, document,
                     what.now, std::nullopt, made->order_id, "null", "null"});
  return done({});
}

} // namespace gantry::sandbox
