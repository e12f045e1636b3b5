#include "bench/bench_flow.hpp"

#include <fmt/format.h>

namespace gantry::bench {
namespace {

constexpr auto flow_text = R"(import "contract.flow"
import "types.flow"

/// Six steps, as the peers run them: validate, price, reserve, post, ship, invoice.
workflow bench(order: Order) -> Receipt {
  version  1
  key      order.source.channel, order.source.partner, order.source.external_id
  priority order.rush ? 90 : 50
  search   customer = order.account

  step customer = systems.validate(account: order.account)
  step price = systems.price(lines: order.lines)
  if price.total > customer.credit { hold "over the credit limit" }
  step reserved = systems.reserve(order_id: order.id, lines: order.lines) {
    compensate none "measured without faults"
  }
  stage reserved_goods
  step posted = systems.post(order_id: order.id, total: price.total) {
    compensate none "measured without faults"
  }
  step shipped = systems.ship(order_id: order.id, reservation: reserved.number) {
    compensate none "measured without faults"
  }
  stage shipping final
  step invoiced = systems.invoice(order_id: order.id, sales_order: posted.number)
  return invoiced
}
)";

constexpr auto waiting_text = R"(import "contract.flow"
import "types.flow"

/// Reserves goods, waits for the shipment, and invoices: what most open orders do most of the time.
workflow waiting(order: Order) -> Receipt {
  version  1
  key      order.source.channel, order.source.partner, order.source.external_id
  search   customer = order.account

  step reserved = systems.reserve(order_id: order.id, lines: order.lines) {
    compensate none "measured without faults"
  }
  stage reserved_goods
  wait shipped = systems.shipped(order_id: order.id) {
    within 30d else hold "not shipped within a month"
  }
  stage shipping final
  step invoiced = systems.invoice(order_id: order.id, sales_order: reserved.number)
  return invoiced
}
)";

constexpr auto reminder_text = R"(import "types.flow"

/// Waits for a time, and is done.
workflow reminder(order: Reminder) -> Receipt {
  version 1
  key     order.source.channel, order.source.partner, order.source.external_id

  wait until order.due
  return Receipt { number: order.source.external_id, note: "" }
}
)";

constexpr auto contract_text = R"(import "types.flow"

policy calm { timeout 10s  retry 5 times, from 200ms to 30s else hold "retries spent" }

/// Systems that answer at once.
contract systems with calm {
  read       validate(account: string) -> Customer
  read       price(lines: Line[]) -> Price
  idempotent reserve(order_id: string, lines: Line[]) -> Receipt
  once       post(order_id: string, total: decimal) -> Receipt
               verify find(reference: key) settle 2s within 2min
  once       ship(order_id: string, reservation: string) -> Receipt
               verify find(reference: key) settle 2s within 2min
  once       invoice(order_id: string, sales_order: string) -> Receipt
               verify find(reference: key) settle 2s within 2min
  read       find(reference: string) -> Receipt[]
  event      shipped(order_id: string key, tracking_number: string)  keep 30d
}
)";

constexpr auto types_text = R"(type Source { channel: string, partner: string, external_id: string }
type Line { id: string, sku: string, name: string, quantity: decimal, unit_price: decimal }
type Order {
  id:      string
  account: string
  source:  Source
  rush:    bool
  note:    string
  lines:   Line[]
}
type Reminder { source: Source, due: timestamp }
type Customer { account: string, name: string, credit: decimal }
type Price { total: decimal, currency: string }
type Receipt { number: string key, note: string }
)";

} // namespace

std::vector<dsl::source_file> bench_flow() {
  return {{"bench.flow", flow_text},
          {"waiting.flow", waiting_text},
          {"reminder.flow", reminder_text},
          {"contract.flow", contract_text},
          {"types.flow", types_text}};
}

std::uint64_t key_number(std::uint64_t n, key_order keys) {
  constexpr std::uint64_t all = 10'000'000'000, step = 7'919'919'919; // without a common divisor
  return keys == key_order::growing ? n : n * step % all;
}

std::string bench_order(std::uint64_t number) {
  std::string lines;
  for (int i = 1; i <= 6; ++i)
    lines += fmt::format(
        "{}{{\"id\":\"{}\",\"sku\":\"SKU-{:04}\",\"name\":\"Spade, ash handle, 90 cm, "
        "no. {}\",\"quantity\":\"{}\",\"unit_price\":\"49.90\"}}",
        i == 1 ? "" : ",", i, (number * 7 + static_cast<std::uint64_t>(i)) % 500, i, i % 4 + 1);
  return fmt::format("{{\"account\":\"C-{:04}\",\"source\":{{\"channel\":\"bench\",\"partner\":"
                     "\"load\",\"external_id\":\"B{:010}\"}},\"rush\":false,\"note\":\"{}\","
                     "\"lines\":[{}]}}",
                     number % 1000, number, std::string(160, 'n'), lines);
}

} // namespace gantry::bench
