#pragma once

#include "dsl/program.hpp"
#include "engine/effect.hpp"
#include "engine/event.hpp"
#include "engine/fact.hpp"
#include "engine/instance.hpp"

namespace gantry::engine {

/// Takes what `advance` decides. Facts are already applied to the instance when they arrive here.
class sink {
public:
  virtual ~sink() = default;
  virtual void record(fact&& f) = 0;
  virtual void release(effect e) = 0;
  /// Claims a permit of the lane of a contract before the commit (E2.2). True: the caller's record
  /// says `sent`, and the permit is held for this attempt. False: the record says `scheduled`.
  virtual bool claim_permit(std::uint32_t operation, const call_key& key) = 0;
};

/// What becomes of an event.
struct verdict {
  enum class kind : std::uint8_t {
    advanced, ///< facts or effects were produced
    ignored,  ///< life's races: a polite reason stands in `why`
    defect,   ///< a broken invariant of this one instance: it is to be held as poisoned
  };
  kind is = kind::advanced;
  std::string why;
};

/// (instance, event) -> (facts, effects). No clock, no I/O, no randomness, no globals: time,
/// answers and permits arrive from outside, so a replay decides the same. Every (state, event) pair
/// is decided.
[[nodiscard]] verdict advance(instance& order, const event& what, sink& out);

/// Whether the order is held as poisoned and takes such an event only after `retry`, which asks for
/// everything again: nobody has to hand it over before.
[[nodiscard]] bool is_put_off(const instance& order, const event& what);

} // namespace gantry::engine
