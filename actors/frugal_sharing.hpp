#pragma once

#include <caf/policy/unprofiled.hpp>
#include <caf/resumable.hpp>

#include <cerrno>
#include <deque>
#include <mutex>
#include <semaphore.h>
#include <utility>
#include <vector>

namespace gantry::actors {

/// What a thread of a runtime does next.
struct own_turn {
  const void* works_for = nullptr; ///< the coordinator_data of its runtime
  caf::resumable* next = nullptr;  ///< goes on with it
  int links = 0;                   ///< that it has gone on with since it took one from the queue
};

/// How actors share the threads of a runtime: one queue for all, and nobody is woken for work that
/// whoever brings it will do itself.
///
/// CAF's own policies wake a sleeping thread for every job. A step of an order is a chain of actors
/// of which each wakes the next one, so there each link is a change of threads, which costs more
/// than the link. Here a thread goes on with the first job that its own one has led to, while what
/// the order consists of is still near its processor; behind the others it would be far away again.
/// After some links of a chain the others have their turn. What else a job leads to goes into the
/// queue and wakes another thread, as jobs from outside always do.
class frugal_sharing : public caf::policy::unprofiled {
public:
  /// Where one thread sleeps. A semaphore costs one call of the kernel for each side, a condition
  /// variable up to three.
  class bed {
  public:
    bed() { ::sem_init(&woken_, 0, 0); }
    ~bed() { ::sem_destroy(&woken_); }
    bed(const bed&) = delete;
    bed& operator=(const bed&) = delete;

    void wake() { ::sem_post(&woken_); }
    void sleep() {
      while (::sem_wait(&woken_) != 0 && errno == EINTR)
        continue;
    }

  private:
    sem_t woken_{};
  };

  struct coordinator_data {
    explicit coordinator_data(caf::scheduler::abstract_coordinator*) {}

    std::mutex lock; ///< of what follows
    std::deque<caf::resumable*> jobs;
    /// Who fell asleep last is woken first: what it needs may still be near its processor.
    std::vector<bed*> asleep;
  };

  struct worker_data {
    explicit worker_data(caf::scheduler::abstract_coordinator*) {}
  };

  /// From anywhere: `caf::anon_send` comes here too when an actor calls it.
  template <class Coordinator>
  void central_enqueue(Coordinator* self, caf::resumable* job) {
    put_own(d(self), job);
  }

  template <class Worker>
  void external_enqueue(Worker* self, caf::resumable* job) {
    put(d(self->parent()), job, false);
  }

  template <class Worker>
  void internal_enqueue(Worker* self, caf::resumable* job) {
    put_own(d(self->parent()), job);
  }

  /// It has had its turn, and goes behind all others.
  template <class Worker>
  void resume_job_later(Worker* self, caf::resumable* job) {
    put(d(self->parent()), job, own.next == nullptr);
  }

  template <class Worker>
  caf::resumable* dequeue(Worker* self) {
    auto& shared = d(self->parent());
    own.works_for = &shared;
    if (auto* next = std::exchange(own.next, nullptr); next != nullptr) {
      if (++own.links < links_max)
        return next;
      put(shared, next, true);
    }
    own.links = 0;
    for (;;) {
      {
        std::lock_guard guard(shared.lock);
        if (!shared.jobs.empty()) {
          auto* job = shared.jobs.front();
          shared.jobs.pop_front();
          return job;
        }
        shared.asleep.push_back(&own_bed);
      }
      own_bed.sleep();
    }
  }

  template <class Worker, class Function>
  void foreach_resumable(Worker*, Function) {}

  template <class Coordinator, class Function>
  void foreach_central_resumable(Coordinator* self, Function f) {
    std::deque<caf::resumable*> left;
    {
      std::lock_guard guard(d(self).lock);
      left.swap(d(self).jobs);
    }
    for (auto* job : left)
      f(job);
  }

private:
  /// A step of an order has three; a chain that never ends must not keep others waiting.
  static constexpr int links_max = 16;

  static inline thread_local own_turn own;
  static inline thread_local bed own_bed;

  static void put_own(coordinator_data& shared, caf::resumable* job) {
    if (own.works_for != &shared)
      put(shared, job, false);
    else if (own.next == nullptr)
      own.next = job;
    else
      put(shared, job, false);
  }

  static void put(coordinator_data& shared, caf::resumable* job, bool comes_back) {
    bed* wake = nullptr;
    {
      std::lock_guard guard(shared.lock);
      shared.jobs.push_back(job);
      if (!shared.asleep.empty() && (!comes_back || shared.jobs.size() > 1)) {
        wake = shared.asleep.back();
        shared.asleep.pop_back();
      }
    }
    if (wake != nullptr)
      wake->wake();
  }
};

} // namespace gantry::actors
