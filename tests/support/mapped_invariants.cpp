#include "tests/support/mapped_invariants.hpp"

#include "channels/reply_bytes.hpp"
#include "channels/x12/interchange.hpp"
#include "dsl/base/json.hpp"
#include "dsl/base/utf8.hpp"

#include <algorithm>
#include <vector>

namespace gantry::tests {
namespace {

bool has_error(const std::vector<channels::finding>& findings) {
  return std::any_of(findings.begin(), findings.end(),
                     [](const auto& each) { return each.severity == "error"; });
}

std::string unreadable(const std::vector<channels::finding>& findings) {
  for (const auto& each : findings) {
    if (each.code.empty() || each.message.empty() ||
        (each.severity != "error" && each.severity != "warning"))
      return "a finding is not whole: " + each.code + ": " + each.message;
    for (const auto* text : {&each.path, &each.value, &each.message})
      if (!is_valid_utf8(*text))
        return "a finding is not UTF-8: " + each.code;
  }
  return {};
}

/// A reply has to hold what every receiver of X12 checks first: counts and control numbers.
std::string unreadable(const channels::reply_document& reply) {
  const auto bytes = channels::reply_bytes(reply);
  const auto stream = channels::x12::split(bytes);
  if (!stream)
    return "a reply is no interchange: " + stream.error().message;
  std::vector<channels::finding> findings;
  const auto read = channels::x12::read_interchanges(*stream, findings);
  if (read.size() != 1 || read.front().broken || !findings.empty())
    return "the envelope of a reply does not hold:\n" + reply.body;
  for (const auto& group : read.front().groups) {
    if (!group.codes.empty())
      return "the group of a reply does not hold:\n" + reply.body;
    for (const auto& set : group.sets)
      if (set.rejected())
        return "a set of a reply does not hold:\n" + reply.body;
  }
  return is_valid_utf8(reply.body) && is_valid_utf8(reply.name) ? "" : "a reply is not UTF-8";
}

std::string broken_invariant(const channels::mapped_order& order, bool document_in_error) {
  if (!order.input.is_none() && has_error(order.findings))
    return "an order with an error is taken: " + order.external_id;
  if (order.input.is_none() && !has_error(order.findings) && !document_in_error)
    return "nobody says why an order is not taken: " + order.external_id;
  if (!order.input.is_none() && !parse_json(to_json(order.input)))
    return "the input of an order cannot be read back: " + order.external_id;
  return unreadable(order.findings);
}

} // namespace

std::string broken_invariant(const channels::mapped_document& mapped) {
  if (auto text = unreadable(mapped.findings); !text.empty())
    return text;
  for (const auto& order : mapped.orders)
    if (auto text = broken_invariant(order, has_error(mapped.findings)); !text.empty())
      return text;
  for (const auto& reply : mapped.replies)
    if (auto text = unreadable(reply); !text.empty())
      return text;
  return mapped.orders.empty() && mapped.findings.empty() ? "nobody says what came of it" : "";
}

} // namespace gantry::tests
