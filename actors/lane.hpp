#pragma once

#include "actors/alarm_clock.hpp"
#include "actors/inline_key.hpp"
#include "engine/event.hpp"
#include "persistence/rows.hpp"

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <tuple>
#include <unordered_map>
#include <vector>

namespace gantry::actors {

/// Names a call of an instance: the owner of a permit (E2.3).
struct call_reference {
  persistence::instance_number instance = 0;
  inline_key key;
  friend bool operator==(const call_reference&, const call_reference&) = default;
};

struct call_reference_hash {
  std::size_t operator()(const call_reference& r) const noexcept {
    return r.key.hash() ^ (static_cast<std::size_t>(r.instance) * 31);
  }
};

/// The way to the adapters of one contract: who may send now, and who waits.
///
/// A permit is claimed before the commit that says `sent`, passes to the in-flight table when the
/// attempt enters it, and is given back at its end. Calls that find no room wait for their turn:
/// urgent ones go first, and whoever has waited long enough goes before them
/// (persistence::turn_of). The queue is bounded and filled again from the store. Thread-safe; the
/// callbacks run outside its lock.
class lane {
public:
  struct adapter {
    std::size_t index = 0; ///< in the runtime's options
    std::size_t max_in_flight = 16;
    double rate_per_s = 0; ///< 0: no limit
  };
  struct options {
    std::string contract;
    std::vector<adapter> adapters;
    std::size_t queue_max = 100'000;
    duration offer_valid = seconds(1);
    duration wait_per_priority = persistence::wait_per_priority;
  };
  struct callbacks {
    /// There is room for a call that waits; a permit is kept for it until the offer ends.
    std::function<void(const call_reference&)> offer;
    /// The queue is short and the store knows more.
    std::function<void()> refill;
  };
  struct load {
    std::size_t adapter = 0;
    std::size_t in_flight = 0;
  };

  lane(options how, alarm_clock& clock, std::function<timestamp()> wall_clock, callbacks to);
  ~lane();
  lane(const lane&) = delete;
  lane& operator=(const lane&) = delete;

  /// Before the commit (E2.2). False: the call is to be `scheduled`.
  [[nodiscard]] bool claim(const call_reference& who);
  /// The attempt enters the in-flight table; the adapter that it goes to.
  std::size_t enter(const call_reference& who);
  /// The attempt ended, or never left. False: the call has no permit of this lane.
  bool give_back(const call_reference& who);
  /// The owner is gone or its commit failed: what it has claimed and not sent is free again.
  void give_back_claims(persistence::instance_number owner);
  /// The order has seen its offer and does not want it.
  void decline(const call_reference& who);

  void join(const persistence::lane_row& call);
  void leave(const call_reference& who);
  /// What the store still has; calls that are known already are passed over.
  void refill(const std::vector<persistence::lane_row>& calls, bool that_is_all);
  /// From now on nothing is claimed or offered: drain (E2.1).
  void close();
  /// True once nobody holds a permit, be it for a `sent` that is not durable yet; false after
  /// `timeout`.
  bool wait_idle(duration timeout);

  [[nodiscard]] const options& settings() const { return how_; }
  [[nodiscard]] std::size_t waiting() const;
  /// No more fit into the queue, or more wait in the store.
  [[nodiscard]] bool is_full() const;
  /// Whether a call that sets out then would wait in the queue, in front of somebody when it is
  /// full: the last one's place is in the store as well.
  [[nodiscard]] bool has_place_for(int priority, timestamp due) const;
  [[nodiscard]] std::vector<load> loads() const;

private:
  enum class stage : std::uint8_t { offered, claimed, in_flight };
  /// When it ends, and its number among all.
  using offer = std::pair<std::int64_t, std::uint64_t>;
  struct permit {
    stage at = stage::claimed;
    std::size_t slot = 0;
    offer offered = {};
  };
  struct slot {
    adapter how;
    std::size_t used = 0;
    double tokens = 1;
    std::int64_t filled_ns = 0;
  };
  /// Earliest turn first, then earliest due, then oldest.
  struct place {
    std::int64_t turn_ns = 0;
    std::int64_t due_ns = 0;
    std::uint64_t age = 0;
    friend auto operator<=>(const place&, const place&) = default;
  };
  struct early {
    persistence::lane_row call;
    std::int64_t turn_ns = 0;
  };

  [[nodiscard]] std::optional<std::size_t> free_slot_locked(std::int64_t now_ns);
  void take_locked(std::size_t which);
  void set_stage_locked(permit& given, stage next);
  void take_back_late_offers_locked(std::int64_t now_ns);
  void put_behind_locked(const call_reference& who);
  void offer_locked(const call_reference& who, std::size_t from, std::int64_t now_ns);
  void free_locked(const permit& given, bool was_sent);
  [[nodiscard]] bool idle_locked() const { return permits_.size() == offers_.size(); }
  [[nodiscard]] bool someone_due_locked() const;
  [[nodiscard]] bool nobody_waits_locked() const;
  [[nodiscard]] bool is_full_locked() const;
  void remove_locked(const call_reference& who);
  void insert_locked(const persistence::lane_row& call);
  void insert_locked(const persistence::lane_row& call, std::int64_t turn_ns);
  /// Gives permits to whoever waits longest, and sees to the next look.
  void pump();
  void arm_locked(std::int64_t now_ns, bool rate_limited);

  options how_;
  alarm_clock& clock_;
  std::function<timestamp()> wall_clock_;
  callbacks to_;
  mutable std::mutex lock_;
  std::condition_variable idle_;
  std::vector<slot> slots_;
  std::size_t next_slot_ = 0;
  std::unordered_map<call_reference, permit, call_reference_hash> permits_;
  std::map<offer, call_reference> offers_; ///< of permits at stage offered; the first ends first
  std::map<place, call_reference> ready_;  ///< without those that have an offer
  std::map<std::pair<std::int64_t, std::uint64_t>, early> later_; ///< by due time and age
  std::unordered_map<call_reference, std::pair<place, bool>, call_reference_hash> queued_;
  std::uint64_t age_ = 0;
  std::uint64_t last_offer_ = 0;
  bool store_has_more_ = false;
  bool refilling_ = false;
  bool closed_ = false;
  alarm_clock::ticket alarm_ = 0;
  std::int64_t alarm_ns_ = 0;
};

} // namespace gantry::actors
