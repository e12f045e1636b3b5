#pragma once

#include "actors/folded_order.hpp"
#include "actors/order_box.hpp"
#include "actors/order_world.hpp"
#include "engine/reducer.hpp"

#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace gantry::actors {

/// The logic of one order's actor, without actors: takes events from its box, lets the reducer
/// decide, and sees that nothing leaves before what it depends on is durable.
///
/// At most one batch is at the journal; while it is there the events wait in the box (E8.1). Ends
/// of reads gather and go with the next commit (E2.4). A commit of unknown outcome takes the memory
/// away: it is read again, and the events in hand are given out again (E8.3).
class order_core {
public:
  order_core(order_world& world, persistence::instance_number number,
             std::shared_ptr<order_box> box);
  ~order_core();
  order_core(const order_core&) = delete;
  order_core& operator=(const order_core&) = delete;

  /// Does all that can be done now. False: the order has left memory and its box is closed.
  /// Throws what the reducer throws; the supervisor restarts the order from its journal.
  [[nodiscard]] bool work();

private:
  class collector;

  /// What was decided and is not yet durable.
  struct batch {
    engine::record record;
    std::string kind;
    std::vector<engine::effect> effects; ///< leave after the commit
    std::vector<std::pair<engine::call_key, engine::attempt_number>> ends;
    std::vector<persistence::timer_row> timers_set;
    std::vector<std::uint32_t> timers_cleared;
    bool urgent = false;
    [[nodiscard]] bool empty() const { return record.facts.empty(); }
  };

  // order_core_load.cpp: how an order comes into memory
  void begin();
  void create();
  void load();
  void reload();
  void note_durable_after_all(const batch& lost);
  [[nodiscard]] submit_answer answer_after_all() const;
  void leave_nothing(const error& why);

  // order_core.cpp: one event after the other
  void handle(order_event& next);
  [[nodiscard]] bool fits_batch(const engine::event& e) const;
  void advance(const engine::event& e);
  void put_off(const engine::event& e);
  void sort_effects(const engine::event& e, std::vector<engine::effect> effects, bool decided);
  [[nodiscard]] bool ends_a_read(const engine::event& e);
  void on_defect(const engine::event& e, const std::string& why);
  [[nodiscard]] engine::event decode(const inbox_delivery& from) const;
  [[nodiscard]] bool rests(bool asked);

  // order_core_commit.cpp: to the journal and back
  void submit();
  [[nodiscard]] persistence::write_request_ptr make_create();
  [[nodiscard]] persistence::write_request_ptr make_append();
  void fill_changes(persistence::instance_changes& changes);
  void committed(const commit_answer& a);
  void answered_before(const persistence::idempotency_row& then);
  void created(const persistence::create_result& what);
  void release_batch(persistence::lsn at);
  void answer_start(result<submit_answer> with);

  order_world& world_;
  const persistence::instance_number number_;
  std::shared_ptr<order_box> box_;
  order_identity who_;
  std::optional<engine::instance> order_;
  persistence::instance_row row_;
  engine::summary summary_;
  timers_by_number timers_;
  persistence::lsn last_ = 0;
  std::uint64_t sequence_ = 0;
  batch batch_;
  std::set<engine::call_key> reads_; ///< that left before their record was durable
  bool committing_ = false;
  bool gather_asked_ = false;
  bool reload_next_ = false;
  bool gone_ = false;
  int reloads_ = 0; ///< since the last commit that is known to be durable
};

} // namespace gantry::actors
