#include "bench/long_flow.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace gantry::bench {
namespace {

constexpr std::string_view declarations = R"(/// What makes an item dangerous on the road.
enum Hazard { harmless, flammable, corrosive }

/// One ordered item.
type Item {
  sku:      string
  quantity: decimal
  price:    decimal
  weight:   decimal
  origin:   string?
  hazard:   Hazard
}

type Order {
  id:       string
  account:  string
  country:  string
  lines:    Item[]
  currency: string
  promised: timestamp
  rush:     bool
  note:     string?
}

type Reservation { id: string key, site: string, missing: decimal }
type Quote { carrier: string, price: decimal, days: int }
type Parcel { number: string key, weight: decimal, carrier: string }
type Paper { number: string key, amount: decimal }
type Score { points: int, remark: string? }

policy calm { timeout 10s  retry 5 times, from 200ms to 30s else hold "retries spent" }

contract wms with calm {
  once       reserve(order_id: string, site: string, lines: Item[]) -> Reservation
               errors out_of_stock(sku: string), closed
               verify find_reservation(reference: key) match found.site == site settle 2s within 2min
  read       find_reservation(reference: string) -> Reservation[]
  idempotent release(id: string)
  idempotent pack(reservation: string, weight: decimal) -> Parcel
               errors damaged(sku: string)
  idempotent unpack(number: string)
  event      packed(order_id: string key, parcel: string, weight: decimal)  keep 30d
  event      recounted(order_id: string key, sku: string)  keep 10d
}

contract tms with calm {
  read       quote(country: string, weight: decimal, hazard: string) -> Quote
               errors no_service
  idempotent book(parcel: string, carrier: string) -> Paper
  idempotent cancel_booking(number: string)
  event      picked_up(order_id: string key, number: string)  keep 30d
  event      refused(order_id: string key, reason: string)  keep 30d
}

contract erp with calm {
  once       post(order_id: string, amount: decimal, currency: string) -> Paper
               errors blocked(reason: string)
               verify find_paper(reference: key) match found.amount == amount settle 2s within 2min
  read       find_paper(reference: string) -> Paper[]
  idempotent reverse(number: string)
  read       score(account: string) -> Score
}

contract oms {
  event cancelled(order_id: string key, by: string)  keep 30d
  event delayed(order_id: string, reason: string)
}

define weight_of(lines: Item[]) -> decimal = lines.sum(l, l.weight * l.quantity)

define value_of(lines: Item[]) -> decimal = round(lines.sum(l, l.price * l.quantity), 2)

define worst_of(lines: Item[]) -> string =
  lines.exists(l, l.hazard == "corrosive")
      ? "corrosive"
      : lines.exists(l, l.hazard == "flammable") ? "flammable" : "harmless"

define from_site(lines: Item[], site: string) -> Item[] =
  lines.filter(l, l.origin.orValue("main") == site)

workflow many_sites(order: Order) -> string {
  version  1
  key      order.account, order.id
  priority order.rush ? 90 : 50
  search   account = order.account, country = order.country
  sla      released within 2d of started, warn 4h before else { emit oms.delayed(order_id: order.id, reason: "late") }
  pause    freezes deadlines

  step standing = erp.score(account: order.account)
)";

constexpr std::string_view end = R"(
  stage released
  step bill = erp.post(order_id: order.id, amount: value_of(order.lines), currency: order.currency) {
    compensate erp.reverse(number: bill.number)
    on blocked as why { hold "the ERP blocks the account: " + why.reason }
  }
  stage done final
  return bill.number

  on oms.cancelled(order_id: order.id) as request {
    before released { cancel "asked by " + request.by }
    otherwise { emit oms.delayed(order_id: order.id, reason: "too late to cancel, " + request.by) }
  }
}
)";

// What is done for one site; `%` is its number.
constexpr std::array<std::string_view, 3> reserving = {
    R"(
  // site %: what is there is held
  step reserve_% = wms.reserve(order_id: order.id, site: "site-%", lines: from_site(order.lines, "site-%")) {
    timeout    20s
    compensate wms.release(id: reserve_%.id)
    on out_of_stock as why { retry 1% times, every 6h else hold "site % has no " + why.sku }
    on closed              { hold "site % is closed" }
  }
  if reserve_%.missing > 0m {
    emit oms.delayed(order_id: order.id, reason: "site % lacks " + string(reserve_%.missing))
  }
)",
    R"(
  let share_% = order.lines.filter(l, l.quantity > %.5m && l.hazard != "corrosive")
  step reserve_% = wms.reserve(order_id: order.id, site: "site-%", lines: share_%) with calm {
    within 2d else hold "site % reserves nothing in two days"
    compensate wms.release(id: reserve_%.id)
    on out_of_stock, closed { hold "site % cannot deliver " + string(size(share_%)) + " lines" }
  }
)",
    R"(
  step reserve_% = wms.reserve(
    order_id: order.id,
    site: order.country == "CH" ? "site-%-south" : "site-%",
    lines: order.lines.map(l, l.quantity > 100m, l.with({"quantity": 100m}))
  ) {
    compensate wms.release(id: reserve_%.id)
    on out_of_stock as why { hold "nothing left of " + why.sku + " at site %" }
    on closed              { hold "site % keeps its gates shut" }
  }
)"};

constexpr std::array<std::string_view, 3> judging = {
    R"(
  let rate_% = match order.country {
    "AT", "DE" { yield 0.0%m }
    "CH"       { yield 0.08m }
    "US", "CA" { yield order.rush ? 0.15m : 0.11m }
    else       { yield 0.2m }
  }
  if value_of(from_site(order.lines, "site-%")) * rate_% > 1%00m {
    task customs_% for "customs-desk" {
      show   country = order.country, rate = rate_%, value = value_of(order.lines)
      enter  tariff: string = "0000"
      enter  remark: string = ""
      choose release, stop
      within 4h else escalate to "customs-manager" within 1d else release
    }
    if customs_%.choice == "stop" { reject "customs stop site %: " + customs_%.remark + customs_%.tariff }
  }
)",
    R"(
  if standing.points < %0 && standing.remark.orValue("") != "trusted" {
    task credit_% for "credit-desk" {
      show   account = order.account, points = standing.points
      choose approve, decline
      within 8h else decline
    }
    match credit_%.choice {
      "decline" { reject "credit declined for site %" }
      "approve" { emit oms.delayed(order_id: order.id, reason: "approved by " + credit_%.by) }
    }
  }
)",
    R"(
  if order.note as remark_% {
    if remark_%.lowerAscii().contains("site %") && !remark_%.startsWith("//") {
      emit oms.delayed(order_id: order.id, reason: remark_%.substring(0, 1).upperAscii())
    }
  } else if order.rush && order.promised - now < %h {
    emit oms.delayed(order_id: order.id, reason: "site % has less than % hours")
  }
)"};

constexpr std::array<std::string_view, 3> shipping = {
    R"(
  step quote_% = tms.quote(
    country: order.country,
    weight: round(weight_of(order.lines) / 1%m, 3),
    hazard: worst_of(from_site(order.lines, "site-%"))
  ) {
    on no_service { yield Quote { carrier: "own", price: 1%.90m, days: % } }
  }
  step parcel_% = wms.pack(reservation: reserve_%.id, weight: quote_%.price > 50m ? 2%m : 1%.25m) {
    compensate wms.unpack(number: parcel_%.number)
    on damaged as why { hold "damaged at site %: " + why.sku }
  }
  step label_% = tms.book(parcel: parcel_%.number, carrier: quote_%.carrier) {
    within     1d else hold "no carrier for site %"
    compensate tms.cancel_booking(number: label_%.number)
  }
  wait left_% = tms.picked_up(order_id: order.id) where left_%.number == label_%.number {
    by order.promised - %h else hold "site %: not picked up, promised for " + string(order.promised)
  }
)",
    R"(
  parallel {
    branch {
      step box_% = wms.pack(reservation: reserve_%.id, weight: weight_of(order.lines)) {
        compensate wms.unpack(number: box_%.number)
        on damaged as why { hold "damaged at site %: " + why.sku }
      }
      if box_%.weight > %00m { emit oms.delayed(order_id: order.id, reason: "heavy: " + box_%.carrier) }
    }
    branch {
      wait for %0min + 30s
      emit oms.delayed(order_id: order.id, reason: "site % had its time")
    }
  }
)",
    R"(
  each boxes_% for line in order.lines by line.sku, % at once {
    step one_% = wms.pack(reservation: reserve_%.id, weight: line.weight * line.quantity) {
      compensate wms.unpack(number: one_%.number)
      on damaged { hold "damaged: " + line.sku }
    }
    yield one_%
  }
  repeat counts_% until size(counts_%) > % || size(boxes_%) == 0, at most 1% else break {
    wait first {
      recount_% = wms.recounted(order_id: order.id) { yield recount_%.sku }
      refuse_%  = tms.refused(order_id: order.id) { hold "refused: " + refuse_%.reason }
      within 2h else { yield "none" }
    }
  }
)"};

std::string numbered(std::string_view text, std::size_t site) {
  std::string all;
  for (const char c : text) {
    if (c == '%')
      all += std::to_string(site);
    else
      all += c;
  }
  return all;
}

} // namespace

std::string long_flow(std::size_t lines) {
  std::string flow(declarations);
  const auto so_far = [&] {
    return static_cast<std::size_t>(std::count(flow.begin(), flow.end(), '\n') +
                                    std::count(end.begin(), end.end(), '\n'));
  };
  for (std::size_t site = 1; so_far() < lines; ++site) {
    flow += numbered(reserving[site % reserving.size()], site);
    flow += numbered(judging[(site / 2) % judging.size()], site);
    flow += numbered(shipping[(site / 3) % shipping.size()], site);
  }
  return flow + std::string(end);
}

} // namespace gantry::bench
