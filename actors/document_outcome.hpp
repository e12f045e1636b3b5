#pragma once

#include "channels/channel.hpp"
#include "dsl/base/error.hpp"
#include "dsl/base/value.hpp"

#include <string>
#include <string_view>
#include <vector>

/// What came of a document, as JSON: `{"orders":[…],"findings":[…],"replies":[…]}`. It is stored
/// with the document and shown by `GET /v1/documents/{id}`.
namespace gantry::actors {

/// `order` is the sender's number of the order that it is about; empty: the document.
[[nodiscard]] value finding_value(const channels::finding& found, std::string_view order);

/// An order that is to be created: the writer fills in id, status and duplicate.
[[nodiscard]] value taken_order(const channels::mapped_order& order, const std::string& key);
/// An order that is not: `refused`, or `test`, which is only checked.
[[nodiscard]] value refused_order(const channels::mapped_order& order);

[[nodiscard]] std::string outcome_json(value::list_type orders,
                                       const channels::mapped_document& of);

/// The worst severity among the findings: `error`, `warning` or empty.
[[nodiscard]] std::string worst_of(const channels::mapped_document& of);
/// `path: message` of the first error, for the log; empty when there is none.
[[nodiscard]] std::string first_error_of(const channels::mapped_document& of);

/// The replies that an outcome holds. Errors: store_corrupt.
[[nodiscard]] result<std::vector<channels::reply_document>> replies_in(std::string_view outcome);

/// What speaks against an order's input, in the sender's terms.
[[nodiscard]] std::vector<channels::finding> findings_of(const error& why);

} // namespace gantry::actors
