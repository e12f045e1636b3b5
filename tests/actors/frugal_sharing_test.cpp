#include "actors/frugal_sharing.hpp"

#include <catch2/catch.hpp>

#include <chrono>
#include <future>
#include <thread>

namespace gantry::tests {
namespace {

using actors::frugal_sharing;

/// Told by its address alone.
struct one_job final : caf::resumable {
  resume_result resume(caf::execution_unit*, std::size_t) override { return done; }
  void intrusive_ptr_add_ref_impl() override {}
  void intrusive_ptr_release_impl() override {}
};

struct threads_of_a_runtime {
  frugal_sharing::coordinator_data shared{nullptr};
  frugal_sharing::coordinator_data& data() { return shared; }
};

struct one_thread {
  threads_of_a_runtime* of;
  [[nodiscard]] threads_of_a_runtime* parent() const { return of; }
};

/// What a thread does next is kept by thread: each case has one of its own.
template <class Function>
auto on_a_thread(Function what) {
  return std::async(std::launch::async, what).get();
}

} // namespace

TEST_CASE("a thread goes on with the first job that its own one has led to", "[actor]") {
  threads_of_a_runtime all;
  one_job first, second, led_to, led_to_also;
  const auto order = on_a_thread([&] {
    frugal_sharing policy;
    one_thread self{&all};
    policy.external_enqueue(&self, &first);
    policy.external_enqueue(&self, &second);
    std::vector<caf::resumable*> taken{policy.dequeue(&self)};
    policy.internal_enqueue(&self, &led_to);
    policy.internal_enqueue(&self, &led_to_also);
    for (int i = 0; i < 3; ++i)
      taken.push_back(policy.dequeue(&self));
    return taken;
  });
  CHECK(order == std::vector<caf::resumable*>{&first, &led_to, &second, &led_to_also});
}

TEST_CASE("a chain of jobs that never ends keeps no other one waiting for ever", "[actor]") {
  threads_of_a_runtime all;
  one_job chain, other;
  const auto links = on_a_thread([&] {
    frugal_sharing policy;
    one_thread self{&all};
    policy.external_enqueue(&self, &chain);
    policy.external_enqueue(&self, &other);
    int taken = 0;
    while (policy.dequeue(&self) != &other && ++taken < 1'000)
      policy.internal_enqueue(&self, &chain);
    return taken;
  });
  CHECK(links == 16);
}

TEST_CASE("the second job that a job leads to wakes a thread that sleeps", "[actor]") {
  threads_of_a_runtime all;
  one_job first, own, for_another;
  auto sleeper = std::async(std::launch::async, [&] {
    frugal_sharing policy;
    one_thread self{&all};
    return policy.dequeue(&self);
  });
  const auto is_asleep = [&] {
    const std::lock_guard guard(all.shared.lock);
    return !all.shared.asleep.empty();
  };
  while (!is_asleep())
    std::this_thread::yield();
  {
    const std::lock_guard guard(all.shared.lock); // nobody is woken for what the other one takes
    all.shared.jobs.push_back(&first);
  }
  const auto kept = on_a_thread([&] {
    frugal_sharing policy;
    one_thread self{&all};
    (void)policy.dequeue(&self);
    policy.internal_enqueue(&self, &own);
    policy.internal_enqueue(&self, &for_another);
    const auto woken = sleeper.wait_for(std::chrono::seconds(20));
    if (woken != std::future_status::ready)
      policy.external_enqueue(&self, &first); // so that the sleeper ends
    return std::pair{woken == std::future_status::ready, policy.dequeue(&self)};
  });
  CHECK(kept.first);
  CHECK(kept.second == &own);
  CHECK(sleeper.get() == &for_another);
}

} // namespace gantry::tests
