#include "cli/scaffold/scaffold.hpp"

namespace gantry::cli::scaffold {

std::string_view flow_template() {
  return R"(// A flow reads aloud as the business process. What each word means: docs/language.md.
//   gantry check   tells every mistake before anything runs
//   gantry fmt     puts the file into the one layout
//   gantry graph   draws it

/// What begins the flow: the document that is handed in.
type {Type}Request { number: string, amount: decimal, asked_by: string }

/// What comes of it.
type {Type}Result { number: string, approved_by: string }

/// Who tells the flow something. Events alone need no adapter; a contract with calls to a far system comes from
/// `gantry new contract NAME`, is imported with `import "contracts/NAME.flow"`, and is called in a `step`.
contract {name}_desk {
  event approved(number: string key, by: string)  keep 7d
  event cancel_requested(number: string key, by: string)  keep 7d
}

/// Says in one sentence what the business gets.
workflow {name}(request: {Type}Request) -> {Type}Result {
  // A running order stays with the version under which it began; two submissions with one key are the same order.
  version 1
  key     request.number
  search  asked_by = request.asked_by

  if request.amount <= 0m { reject "nothing to do for an amount of " + string(request.amount) }

  // Every wait says until when, and what then.
  wait approval = {name}_desk.approved(number: request.number) {
    within 2d else reject "nobody approved it within two days"
  }
  // A milestone; behind a `final` one nothing is taken back any more.
  stage approved final

  return {Type}Result { number: request.number, approved_by: approval.by }

  // What may come at any time, and what it means before which milestone.
  on {name}_desk.cancel_requested(number: request.number) as asked {
    before approved { cancel "asked by " + asked.by }
    otherwise { }
  }
}
)";
}

} // namespace gantry::cli::scaffold
