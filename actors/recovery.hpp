#pragma once

#include "actors/document_intake.hpp"
#include "actors/runtime_world.hpp"

#include <atomic>
#include <cstdint>

namespace gantry::actors {

/// Takes up what the last run left, after a clean stop and after kill -9 alike.
///
/// First what was received: events reach their orders before any deadline is judged (E8.6). Then
/// the open orders, most urgent and oldest first, in pages, no more at once than memory is for.
class recovery {
public:
  recovery(runtime_world& world, document_intake& documents)
      : world_(world), documents_(documents) {}

  /// Hands out events, starts the timers and begins with the orders. Errors: store errors.
  [[nodiscard]] result<void> begin();
  /// Orders are still being taken up.
  [[nodiscard]] bool under_way() const { return under_way_; }
  /// Documents were left over: the store is looked through for them again in a minute.
  void look_again_for_documents();

private:
  static constexpr std::size_t page = 256;
  static constexpr std::size_t documents_page = 16;

  void next_orders();
  void end();
  void next_orders_later();
  void next_documents(std::size_t limit);

  runtime_world& world_;
  document_intake& documents_;
  std::atomic<bool> under_way_{false};
  std::atomic<bool> looks_again_{false};
  std::int64_t cursor_ = 0; ///< touched by one background task at a time
  std::uint64_t taken_up_ = 0;
};

} // namespace gantry::actors
