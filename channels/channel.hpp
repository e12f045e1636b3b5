#pragma once

#include "dsl/base/error.hpp"
#include "dsl/base/value.hpp"
#include "dsl/types/type.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace gantry::channels {

/// Something that a document gets wrong, told in the sender's terms. Findings never lose a
/// document.
struct finding {
  std::string code;     ///< stable: `x12-segment-count`, `shopify-no-shipping-address`, …
  std::string severity; ///< `error`: this order is not taken · `warning`: it is
  std::string path;     ///< `PO1[3]/PO104`, `line_items[2].price`
  std::string value;    ///< what stood there, shortened
  std::string message;  ///< a sentence, with what to do
  /// Of the order that it keeps from being made, as far as it is known: `lines[2].unit_price`.
  std::vector<std::string> fields = {};
};

/// One order out of a document.
struct mapped_order {
  std::string external_id; ///< the sender's own number; also when the order cannot be taken
  value input;             ///< JSON-like value of the canonical order, without `id`; none when an
                           ///< error finding speaks against it
  std::vector<finding> findings;
  bool test = false; ///< the document says that it is a test (ISA15, Shopify `test`)
};

/// An answer in the sender's own language, such as a 997.
struct reply_document {
  std::string name; ///< file name: `997-000000031.edi`
  std::string media_type;
  std::string body; ///< UTF-8; `reply_bytes` makes what is sent of it
};

struct mapped_document {
  std::string partner;   ///< as found in the document, or the configured one
  std::string reference; ///< interchange number, webhook id: unique per partner, or empty
  std::vector<mapped_order> orders;
  std::vector<finding> findings; ///< about the document as a whole
  std::vector<reply_document> replies;
};

/// A document as it came in; its bytes are on disk already.
struct raw_document {
  std::string id;      ///< UUID
  std::string channel; ///< configured name
  std::string media_type;
  std::vector<std::pair<std::string, std::string>> headers; ///< names in lower case
  std::string body;
  timestamp received_at;
};

/// A kind of channel: JSON, Shopify, X12. The mappings of analysts will implement the same.
class channel {
public:
  virtual ~channel() = default;
  /// Before anything is stored: signature and media type. Errors: bad_signature, unsupported_media.
  [[nodiscard]] virtual result<void> admit(const raw_document& document) const = 0;
  /// Pure and total: document in, orders and findings out. Never throws.
  [[nodiscard]] virtual mapped_document map(const raw_document& document) const = 0;
  [[nodiscard]] virtual const std::string& workflow() const = 0;
};

/// The type of the flows whose values are canonical orders.
inline constexpr std::string_view canonical_type = "Order";

/// Rules of the canonical order beyond its types: quantities above zero, prices not below, at least
/// one line, unique line ids, a three-letter currency, a two-letter country, at most 100 characters
/// and neither control characters nor blanks alone in what identifies (order number, source,
/// account), at most so many digits of money.
[[nodiscard]] std::vector<field_error> check_canonical_order(const value& order);

} // namespace gantry::channels
