#pragma once

#include "actors/alarm_clock.hpp"
#include "actors/worker.hpp"
#include "actors/write_desk.hpp"
#include "persistence/store.hpp"

#include <functional>
#include <map>
#include <mutex>
#include <set>
#include <utility>
#include <vector>

namespace gantry::actors {

/// Fires the durable timers of all orders.
///
/// Keeps the nearest ones in memory, loaded in pages, and arms only the next. A due timer goes
/// through the journal first, so that what was stored before it is delivered before it (E8.6);
/// only if it is still set there does it reach its order.
class timer_service {
public:
  struct surroundings {
    const persistence::store& store;
    alarm_clock& clock;
    worker& background;
    write_desk& desk;
    std::function<timestamp()> wall_clock;
    std::function<void(const persistence::timer_row&)> due;
  };

  static constexpr std::size_t page = 1024;
  static constexpr std::size_t held_max = 65'536;

  explicit timer_service(surroundings around);
  ~timer_service();
  timer_service(const timer_service&) = delete;
  timer_service& operator=(const timer_service&) = delete;

  /// After recovery has handed out what was received before.
  void start();
  /// Timers that have become durable, or belong to an order that came into memory.
  void set(const std::vector<persistence::timer_row>& timers);
  void clear(persistence::instance_number order, const std::vector<std::uint32_t>& timers);

private:
  using owner = std::pair<persistence::instance_number, std::uint32_t>;

  void load_page();
  void load_if_needed_locked();
  void ring();
  void fire(const persistence::timer_row& timer);
  void insert_locked(const persistence::timer_row& timer);
  void remove_locked(const owner& which);
  void arm_locked();

  surroundings around_;
  std::mutex lock_;
  std::map<std::pair<timestamp, owner>, persistence::timer_row> near_;
  std::map<owner, timestamp> due_by_owner_;
  /// Handed to their orders and not cleared yet; a paused order may keep one for long.
  std::set<owner> fired_;
  /// Everything durable that is due before this is in `near_`.
  timestamp horizon_{0};
  bool complete_ = false; ///< the store has nothing beyond what is held
  bool loading_ = false;
  bool started_ = false;
  alarm_clock::ticket alarm_ = 0;
  timestamp alarm_due_{0};
};

} // namespace gantry::actors
