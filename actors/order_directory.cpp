#include "actors/order_directory.hpp"

#include "actors/messages.hpp"

#include <caf/send.hpp>

#include <utility>

namespace gantry::actors {

void order_directory::set(persistence::instance_number order, caf::actor actor,
                          std::shared_ptr<order_box> box) {
  place before; // let go outside the lock
  std::lock_guard guard(lock_);
  before = std::exchange(places_[order], {std::move(actor), std::move(box)});
}

void order_directory::remove(persistence::instance_number order) {
  decltype(places_)::node_type gone; // let go outside the lock
  std::lock_guard guard(lock_);
  gone = places_.extract(order);
}

bool order_directory::deliver(persistence::instance_number order, order_event& e,
                              std::int64_t now_ns) {
  place to;
  {
    std::lock_guard guard(lock_);
    const auto known = places_.find(order);
    if (known == places_.end())
      return false;
    to = known->second;
  }
  switch (to.box->put(e)) {
  case order_box::put_result::wake: caf::anon_send(to.actor, wake_atom::value); break;
  case order_box::put_result::awake: break;
  case order_box::put_result::closed:
  case order_box::put_result::full: return false;
  }
  to.box->touch(now_ns);
  return true;
}

} // namespace gantry::actors
