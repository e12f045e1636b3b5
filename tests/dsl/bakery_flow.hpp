#pragma once

#include <string_view>

/// A flow of the tests' own that uses every construct: a bakery that bakes, hands over and bills.
namespace gantry::tests {

inline constexpr std::string_view bakery_contracts = R"(/// For ovens and drivers.
policy steady {
  timeout 10s
  retry   5 times, from 200ms to 30s else hold "retries spent"
}

/// Closed days.
table closed_days() -> string[]
/// Where a kind of bread is baked, best first.
table ovens(kind: string) -> string[]
/// How much more is baked than was ordered.
setting reserve_share: decimal = 0.05m

calendar bakery { zone "Europe/Vienna"  open mon..sat "04:00".."13:00"  holidays closed_days }

enum Kind { rye, wheat, spelt }
type Loaf  { sku: string, kind: Kind, pieces: decimal, price: decimal }
type Guest { account: string, name: string, phone: string? personal }
type Order {
  id:      string
  version: int
  guest:   Guest
  loaves:  Loaf[]
  due:     timestamp
  note:    string?
}
type Batch  { number: string key, oven: string, pieces: decimal }
type Parcel { id: string key, pieces: decimal }
type Bill   { number: string key, total: decimal }
type Slip   { id: string key }

contract oven with steady {
  read       capacity(oven: string) -> decimal
  idempotent heat(oven: string, order_id: string) -> Slip
               errors broken(reason: string)
  idempotent cool(slip: string)
  once       bake(order_id: string, oven: string, loaves: Loaf[]) -> Batch
               errors burnt(reason: string), no_flour
               verify find_batch(reference: key) match found.oven == oven settle 2s within 2min
  read       find_batch(reference: string) -> Batch[]
  idempotent rebake(number: string, loaves: Loaf[]) -> Batch
  idempotent discard(number: string)
  idempotent announce(oven: string, pieces: decimal, sequence: int)  newest sequence per oven  lane oven
}

contract shop with steady {
  event ordered(order_id: string key, order: Order)                 keep 7d
  event cancelled(order_id: string key, by: string)                 keep 7d
  event changed(order_id: string key, loaves: Loaf[])               keep 7d
  event picked_up(order_id: string key, parcel: string, pieces: decimal)  keep 7d
  event closed(order_id: string key, by: string)                    keep 7d
  event late(order_id: string key)
  event billed(order_id: string key, bill: string)
  once  send_bill(account: string, order_id: string, total: decimal) -> Bill
          verify find_bill(reference: key) settle 2s within 2min
          answer receipt_signed(number: receipt.number)  lane account
  read  find_bill(reference: string) -> Bill[]
  event receipt_signed(number: string key, by: string)
          errors disputed(reason: string)  keep 30d
}
)";

inline constexpr std::string_view bakery_flow = R"(import "contracts.flow"

/// Bakes what was ordered, hands it over and sends the bill.
workflow bread(order: Order) -> Parcel[] {
  version  1
  begin    on shop.ordered as asked where size(asked.order.loaves) > 0 (order: asked.order)
  key      order.guest.account, order.id
  priority size(order.loaves) > 10 ? 90 : 50
  search   guest = order.guest.account
  sla      baked within 4h of started, warn 1h before else { emit shop.late(order_id: order.id) }
  pause    freezes deadlines

  let kind = match order.loaves[0].kind {
    rye          { yield "dark" }
    wheat, spelt { yield "light" }
  }
  if total_of(order) > 500m {
    task approval for "baker" {
      show   guest = order.guest.name, total = total_of(order)
      enter  discount: decimal = 0m
      choose approve, decline
      within 4h else escalate to "owner" within 2 workhours in bakery else decline
    }
    if approval.choice == "decline" { reject "declined by " + approval.by }
  }
  step warm = oven.heat(oven: ovens(kind)[0], order_id: order.id) {
    compensate oven.cool(slip: warm.id)
    on broken as why { hold "the oven is broken: " + why.reason }
  }
  step dough = oven.bake(order_id: order.id, oven: "stone", loaves: order.loaves) {
    timeout    20s
    within     3h else hold "the oven takes for ever"
    revise     oven.rebake(number: dough.number, loaves: order.loaves)
    compensate {
      match undo.kind {
        back { step again = oven.rebake(number: dough.number, loaves: order.loaves) }
        else { step gone = oven.discard(number: dough.number) }
      }
    }
    on burnt    { back to started, at most 3 else hold "burnt three times" }
    on no_flour { retry 12 times, every 1h else hold "no flour" }
  }
  stage baked

  parallel {
    step space = oven.capacity(oven: dough.oven)
    branch {
      step news = oven.announce(oven: dough.oven, pieces: dough.pieces, sequence: order.version) {
        compensate none "the next one corrects it"
      }
    }
  }
  if space < 1m { hold "no room in " + dough.oven }

  repeat parcels until size(parcels) >= 3, at most 20 else break {
    wait first {
      parcel = shop.picked_up(order_id: order.id) { yield Parcel { id: parcel.parcel, pieces: parcel.pieces } }
      done   = shop.closed(order_id: order.id)    { break }
      within 2d of baked else { break }
    }
  }
  stage handed_over final

  each bills for parcel in parcels by parcel.id, 4 at once {
    step bill = shop.send_bill(account: order.guest.account, order_id: order.id, total: parcel.pieces * 2m) {
      answer within 14d else hold "nobody signed"
      on disputed as why { hold "disputed: " + why.reason }
    }
    emit shop.billed(order_id: order.id, bill: bill.receipt.number)
    yield bill.number
  }
  wait until order.due + 1h
  wait for 2 workdays in bakery
  return parcels

  on shop.cancelled(order_id: order.id) as request {
    before baked { cancel "asked by " + request.by }
    otherwise    { emit shop.late(order_id: order.id) }
  }
  on shop.changed(order_id: order.id) as change {
    before baked { amend order.loaves = change.loaves, back to started }
    otherwise    { }
  }
}

/// What the bread costs.
define total_of(order: Order) -> decimal = order.loaves.sum(l, l.price * l.pieces * (1m + reserve_share))

mapping from_shop(doc: json) -> Guest {
  account = doc.account
  name    = doc.name
}

test "a burnt batch is baked again" for bread {
  given order = file("samples/order.json")
  when  oven.bake fails with burnt(reason: "too hot") once
  then  it completes
  and   oven.bake takes effect once
  and   approval chooses approve with (discount: 0m)
}
)";

} // namespace gantry::tests
