#pragma once

#include "actors/messages.hpp"

#include <caf/actor.hpp>
#include <caf/event_based_actor.hpp>

#include <memory>
#include <mutex>
#include <vector>

namespace gantry::actors {

/// The adapters that live now, by their index; read from any thread.
class adapter_handles {
public:
  explicit adapter_handles(std::size_t count) : handles_(count) {}
  [[nodiscard]] caf::actor get(std::size_t index) const;
  void set(std::size_t index, caf::actor to);

private:
  mutable std::mutex lock_;
  std::vector<caf::actor> handles_;
};

/// One for one: an adapter that crashes is started again, and what it had under way is unknown.
class adapter_supervisor : public caf::event_based_actor {
public:
  adapter_supervisor(caf::actor_config& config, std::vector<adapter_surroundings_ptr> adapters,
                     std::shared_ptr<adapter_handles> handles);
  [[nodiscard]] const char* name() const override { return "adapters"; }

protected:
  caf::behavior make_behavior() override;

private:
  void start(std::size_t index);
  void restart(std::size_t index);

  std::vector<adapter_surroundings_ptr> adapters_;
  std::shared_ptr<adapter_handles> handles_;
};

} // namespace gantry::actors
