#include "tests/actors/flows.hpp"

#include "dsl/compile.hpp"

#include <stdexcept>

namespace gantry::tests {
namespace {

const char* const contracts = R"(
policy calm { timeout 10s  retry 3 times, from 200ms to 1s }

contract far with calm {
  read       look(text: string) -> Found
  idempotent keep(text: string) -> Kept    settle 2s
  idempotent drop(id: string)              settle 2s
  once       make(text: string, amount: decimal) -> Made  errors blocked
               verify find(reference: key) match found.amount == amount settle 2s within 1min
  read       find(reference: string) -> Made[]
  idempotent unmake(number: string)        settle 2s
  once       ship(text: string, amount: decimal) -> Made
               verify find_shipped(reference: key) settle 2s within 1min
  read       find_shipped(reference: string) -> Made[]
  event      arrived(number: string key, count: int)  keep 1d
  event      closed(number: string key)  keep 1d
}
type Found { text: string, limit: decimal }
type Kept  { id: string key }
type Made  { number: string key, amount: decimal }
type Job   { id: string, number: string, amount: decimal, urgent: bool? }
)";

} // namespace

const std::string three_steps = R"(
workflow job(job: Job) -> Made {
  version 1
  key job.number
  step seen = far.look(text: job.number)
  step kept = far.keep(text: seen.text) { compensate far.drop(id: kept.id) }
  step made = far.make(text: job.number, amount: job.amount) {
    compensate far.unmake(number: made.number)
    on blocked { reject "the far side has blocked it" }
  }
  return made
}
)";

const std::string one_make = R"(
workflow job(job: Job) -> Made {
  version 1
  key job.number
  priority job.urgent.orValue(false) ? 90 : 50
  step made = far.make(text: job.number, amount: job.amount) {
    compensate far.unmake(number: made.number)
    on blocked { reject "the far side has blocked it" }
  }
  return made
}
)";

const std::string handler_and_wait = R"(
workflow job(job: Job) -> Made {
  version 1
  key job.number
  step made = far.make(text: job.number, amount: job.amount) {
    compensate far.unmake(number: made.number)
    on blocked { reject "the far side has blocked it" }
  }
  wait done = far.closed(number: job.number) {
    within 1h else hold "nobody has closed it"
  }
  return made
  on far.arrived(number: job.number) as came {
    otherwise { }
  }
}
)";

const std::string make_wait_ship = R"(
workflow job(job: Job) -> Made {
  version 1
  key job.number
  step made = far.make(text: job.number, amount: job.amount) {
    compensate far.unmake(number: made.number)
    on blocked { reject "the far side has blocked it" }
  }
  wait came = far.arrived(number: job.number) {
    within 1h else hold "it has not arrived"
  }
  stage arrived final
  step shipped = far.ship(text: job.number, amount: job.amount)
  return shipped
}
)";

dsl::program_ptr compile_for_actors(const std::string& workflow) {
  return compile_beside(contracts, workflow);
}

dsl::program_ptr compile_beside(const std::string& beside, const std::string& workflow) {
  const std::vector<dsl::source_file> files{{"far.flow", beside},
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
