#include "cli/scaffold/scaffold.hpp"

namespace gantry::cli::scaffold {

std::string_view mapping_template() {
  return R"(// What a channel makes of a document of others. Every field that cannot be made is a finding of its own, so that
// everything that is wrong is told at once. All of it: docs/language.md, section 9.
//   gantry map {name} DOCUMENT.json   shows each field, and where it came from

/// What is made. Replace it by an import of the type that your flow takes.
type {Type}Order { number: string, buyer: string, note: string?, lines: {Type}Line[] }
type {Type}Line { sku: string, quantity: decimal }

/// Takes documents such as
/// `{"number": "4711", "customer": {"name": "Huber"}, "items": [{"sku": "SKU-1", "quantity": "2"}]}`.
mapping {name}(doc: json) -> {Type}Order {
  refuse "no-items" at doc.items when size(doc.items) == 0 because "the order has no items"
  warn "no-note" at doc.note when string(doc.?note.orValue("")) == "" because "the buyer says nothing"

  number = string(doc.number)
  buyer = string(doc.customer.name)
  note = string(doc.?note.orValue(""))
  lines = doc.items.map(item, {Type}Line { sku: string(item.sku), quantity: decimal(item.quantity) })
}
)";
}

} // namespace gantry::cli::scaffold
