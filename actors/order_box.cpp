#include "actors/order_box.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace gantry::actors {

order_box::put_result order_box::woken_locked() {
  if (woken_)
    return put_result::awake;
  woken_ = true;
  return put_result::wake;
}

namespace {

/// Only what comes from outside can come without end.
bool comes_from_outside(const order_event& e) {
  return std::holds_alternative<inbox_delivery>(e.what) || command_token(e) != 0;
}

} // namespace

void order_box::owe_locked(std::uint64_t inbox) {
  owed_from_ = owed_from_ == 0 ? inbox : std::min(owed_from_, inbox);
}

order_box::put_result order_box::put(order_event& e) {
  std::lock_guard guard(lock_);
  if (closed_)
    return put_result::closed;
  const auto* delivery = std::get_if<inbox_delivery>(&e.what);
  // Events keep their order: behind one that stayed in the store, all stay there.
  const bool is_behind =
      delivery != nullptr && owed_from_ != 0 && delivery->row.number >= owed_from_;
  if (is_behind || (waiting_.size() >= events_max && comes_from_outside(e))) {
    if (delivery != nullptr)
      owe_locked(delivery->row.number);
    return put_result::full;
  }
  waiting_.push_back(std::move(e));
  return woken_locked();
}

order_box::put_result order_box::put(commit_answer a) {
  std::lock_guard guard(lock_);
  if (closed_)
    return put_result::closed;
  answers_.push_back(std::move(a));
  return woken_locked();
}

order_box::put_result order_box::owe(std::uint64_t inbox) {
  std::lock_guard guard(lock_);
  if (closed_)
    return put_result::closed;
  owe_locked(inbox);
  return woken_locked();
}

std::uint64_t order_box::take_owed() {
  std::lock_guard guard(lock_);
  return waiting_.empty() ? std::exchange(owed_from_, 0) : 0;
}

order_box::put_result order_box::ask_flush() {
  std::lock_guard guard(lock_);
  if (closed_)
    return put_result::closed;
  flush_ = true;
  return woken_locked();
}

order_box::put_result order_box::ask_passivate() {
  std::lock_guard guard(lock_);
  if (closed_)
    return put_result::closed;
  passivate_ = true;
  return woken_locked();
}

std::string order_box::last_in_hand() const {
  std::lock_guard guard(lock_);
  return in_hand_.empty() ? std::string{} : describe(in_hand_.back());
}

void order_box::recover() {
  std::lock_guard guard(lock_);
  waiting_.splice(waiting_.begin(), in_hand_);
  answers_.clear();
  flush_ = passivate_ = false;
  woken_ = true; // the new actor is woken once by whoever starts it
}

void order_box::replace_broken(order_event e) {
  std::lock_guard guard(lock_);
  if (!in_hand_.empty())
    in_hand_.pop_back();
  in_hand_.push_back(std::move(e));
}

std::list<order_event> order_box::drop() {
  std::lock_guard guard(lock_);
  closed_ = true;
  return std::exchange(waiting_, {});
}

order_box::signals order_box::look() {
  std::lock_guard guard(lock_);
  woken_ = false;
  return {std::exchange(answers_, {}), std::exchange(flush_, false),
          std::exchange(passivate_, false)};
}

order_event* order_box::take() {
  std::lock_guard guard(lock_);
  if (waiting_.empty())
    return nullptr;
  in_hand_.splice(in_hand_.end(), waiting_, waiting_.begin());
  return &in_hand_.back();
}

void order_box::put_back() {
  std::lock_guard guard(lock_);
  waiting_.splice(waiting_.begin(), in_hand_, std::prev(in_hand_.end()));
}

void order_box::put_all_back() {
  std::lock_guard guard(lock_);
  waiting_.splice(waiting_.begin(), in_hand_);
}

void order_box::done() {
  std::list<order_event> gone; // destroyed outside the lock
  std::lock_guard guard(lock_);
  gone.swap(in_hand_);
}

bool order_box::close() {
  std::lock_guard guard(lock_);
  if (!waiting_.empty() || !answers_.empty() || !in_hand_.empty() || owed_from_ != 0)
    return false;
  closed_ = true;
  return true;
}

} // namespace gantry::actors
