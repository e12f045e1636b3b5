#include "tests/simulation/company.hpp"

#include "tests/actors/flows.hpp"
#include "tests/actors/job_channel.hpp"

namespace gantry::simulation {

namespace {

const std::string contracts = R"(
policy calm { timeout 10s  retry 3 times, from 200ms to 1s }

contract shop with calm {
  read       look(text: string) -> Found
}
contract wms with calm {
  idempotent keep(text: string) -> Kept    settle 2s
  idempotent drop(id: string)              settle 2s
  event      arrived(number: string key, count: int)  keep 1d
  event      changed(number: string key, count: int)  keep 1d
}
contract erp with calm {
  once       make(text: string, amount: decimal) -> Made  errors blocked
               verify find(reference: key) match found.amount == amount settle SETTLE within 1min
  read       find(reference: string) -> Made[]
  idempotent unmake(number: string)        settle 2s
}
contract tms with calm {
  once       ship(text: string, amount: decimal) -> Made
               verify find_shipped(reference: key) settle SETTLE within 1min
  read       find_shipped(reference: string) -> Made[]
}
type Found { text: string, limit: decimal }
type Kept  { id: string key }
type Made  { number: string key, amount: decimal }
type Job   { id: string, number: string, amount: decimal, urgent: bool? }
)";

const std::string workflow = R"(
workflow job(job: Job) -> Made {
  version 1
  key job.number
  priority job.urgent.orValue(false) ? 90 : 50
  step seen = shop.look(text: job.number)
  step kept = wms.keep(text: seen.text) { compensate wms.drop(id: kept.id) }
  step made = erp.make(text: job.number, amount: job.amount) {
    compensate erp.unmake(number: made.number)
    on blocked { reject "the ERP has blocked it" }
  }
  wait came = wms.arrived(number: job.number) {
    within 1h else hold "it has not arrived"
  }
  stage arrived final
  step shipped = tms.ship(text: job.number, amount: job.amount)
  return shipped
  on wms.changed(number: job.number) as change {
    otherwise { }
  }
}
)";

std::string with(std::string text, const std::string& word, const std::string& by) {
  for (auto at = text.find(word); at != std::string::npos; at = text.find(word))
    text.replace(at, word.size(), by);
  return text;
}

} // namespace

company found_company(bool settles_at_once) {
  const auto beside = with(contracts, "SETTLE", settles_at_once ? "10ms" : "2s");
  return {tests::compile_beside(beside, workflow), std::make_shared<tests::job_channel>()};
}

std::string job_text(const std::string& number, bool urgent) {
  return R"({"number":")" + number + R"(","amount":"10.00","urgent":)" +
         (urgent ? "true" : "false") + "}";
}

} // namespace gantry::simulation
