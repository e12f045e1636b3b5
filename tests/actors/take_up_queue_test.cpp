#include "actors/take_up_queue.hpp"
#include "actors/write_desk.hpp"

#include <catch2/catch.hpp>

#include <numeric>
#include <stdexcept>

namespace gantry::tests {

namespace {

std::vector<persistence::instance_number> numbers(persistence::instance_number first,
                                                  std::size_t many) {
  std::vector<persistence::instance_number> all(many);
  std::iota(all.begin(), all.end(), first);
  return all;
}

/// The queue with a worker that works when it is told to.
struct queue_at_work {
  actors::counters count;
  actors::worker background{0};
  std::vector<persistence::instance_number> brought;
  int full = 0;
  actors::take_up_queue queue{count, background, [this](auto order) { brought.push_back(order); },
                              [this] { ++full; }};

  void work() {
    while (background.run_one())
      continue;
  }
  void leaves() {
    --count.orders_in_memory;
    queue.room_again();
    work();
  }
};

} // namespace

TEST_CASE("no more orders come into memory at once than there is room for", "[unit]") {
  queue_at_work at;
  bool is_over = false;
  at.queue.add(numbers(1, 10), 3, [&] { is_over = true; });
  at.work();
  CHECK(at.brought == numbers(1, 3));
  CHECK(at.queue.waiting() == 7);
  CHECK(at.full == 1);
  at.leaves();
  CHECK(at.brought == numbers(1, 4));
  for (int i = 0; i < 6; ++i) {
    CHECK_FALSE(is_over);
    at.leaves();
  }
  CHECK(at.brought == numbers(1, 10));
  CHECK(is_over);
  CHECK(at.queue.waiting() == 0);
}

TEST_CASE("orders that came in by another way take room as well", "[unit]") {
  queue_at_work at;
  at.count.orders_in_memory = 5;
  at.queue.add(numbers(1, 2), 5);
  at.work();
  CHECK(at.brought.empty());
  at.leaves();
  CHECK(at.brought == numbers(1, 1));
}

TEST_CASE("a batch without orders is over at once, and lets the next one in", "[unit]") {
  queue_at_work at;
  bool is_over = false;
  at.queue.add({}, 1, [&] { is_over = true; });
  at.queue.add(numbers(7, 1), 1);
  at.work();
  CHECK(is_over);
  CHECK(at.brought == numbers(7, 1));
}

TEST_CASE("whoever throws at the answer to his write takes no other's answer away", "[unit]") {
  actors::worker answers{0};
  std::vector<std::uint64_t> asked;
  actors::write_desk desk([&](std::uint64_t ticket, auto) { asked.push_back(ticket); }, answers,
                          [] {});
  int told = 0;
  desk.write(persistence::store_idempotency{}, [](const auto&) { throw std::runtime_error("no"); });
  desk.write(persistence::store_idempotency{}, [&](const auto&) { ++told; });
  std::vector<persistence::journal::completion> done;
  for (const auto ticket : asked)
    done.push_back({ticket, persistence::commit_state::durable, {}});
  desk.committed(std::move(done));
  CHECK(answers.run_one());
  CHECK(told == 1);
}

} // namespace gantry::tests
