#include "cli/scaffold/scaffold.hpp"

namespace gantry::cli::scaffold {

std::string_view contract_template() {
  return R"(// What may be asked of the system `{name}`, whichever product stands behind it. Each operation says what happens to
// its effect when an answer is lost:
//   read        may be asked any number of times
//   idempotent  may be sent again: the far side recognises the key of the call
//   once        must happen once; `verify` says how it is found again
// All of it: docs/language.md, section 4.

/// How long one attempt may take, how often it is made, and what then: for every step on this contract.
policy {name}_pace { timeout 10s  retry 5 times, from 200ms to 30s else hold "{name} does not answer" }

contract {name} with {name}_pace {
  /// Makes a document. When the answer is lost, the engine looks for it under the key of the call, for two minutes.
  once create_document(subject: string, amount: decimal) -> {Type}Document
         errors not_allowed(reason: string)
         verify find_documents(reference: key) match found.amount == amount settle 2s within 2min
  /// All documents that were made under a reference.
  read find_documents(reference: string) -> {Type}Document[]
  /// Takes a document back: what a flow names behind `compensate`.
  idempotent cancel_document(number: string)
  /// Told by the far system itself; one that comes early is kept for a week.
  event document_paid(number: string key, amount: decimal)  keep 7d
}

/// A document as the far system knows it; `key` marks what makes it one and not another.
type {Type}Document { number: string key, amount: decimal }
)";
}

} // namespace gantry::cli::scaffold
