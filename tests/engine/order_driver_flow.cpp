#include "dsl/compile.hpp"
#include "tests/engine/order_driver.hpp"

#include <stdexcept>

namespace gantry::tests {
namespace {

/// One operation of each kind. `make` can be looked for, `blind` cannot; a `Made` is known by its
/// number, a `Loose` by all that it is.
const char* const far_contract = R"(
policy calm { timeout 10s  retry 2 times, from 100ms to 1s }

contract far with calm {
  read       look(text: string) -> Found   errors missing, closed(reason: string)
  idempotent keep(text: string) -> Kept    errors full  settle 5s
  idempotent drop(id: string)
  idempotent file(job: Job) -> Kept
  once       make(text: string, amount: decimal) -> Made  errors blocked(reason: string), gone
               verify find(reference: key) match found.amount == amount settle 2s within 1min
  read       find(reference: string) -> Made[]
  idempotent unmake(number: string)        errors too_late
  once       pour(text: string) -> Loose
               verify find_loose(reference: key) settle 2s within 1min
  read       find_loose(reference: string) -> Loose[]
  once       blind(text: string) -> Made
  once       ring(text: string)
  event      arrived(id: string key, count: int)  keep 1d
  event      told(id: string key)  keep 1d
}
type Found { text: string, limit: decimal, note: string? }
type Kept  { id: string key, note: string? }
type Made  { number: string key, amount: decimal }
type Loose { colour: string, note: string? }
type Job   { id: string, text: string, amount: decimal, due: timestamp? }
)";

} // namespace

dsl::program_ptr compile_flow(const std::string& workflow) {
  const std::vector<dsl::source_file> files{{"far.flow", far_contract},
                                            {"main.flow", "import \"far.flow\"\n" + workflow}};
  const auto compiled = dsl::compile(files);
  if (compiled.has_errors() || compiled.programs.size() != 1) {
    std::string text = "the flow of the test does not check:\n";
    for (const auto& diagnostic : compiled.diagnostics)
      text += dsl::render(diagnostic, files, false);
    throw std::runtime_error(text);
  }
  return compiled.programs.front();
}

} // namespace gantry::tests
