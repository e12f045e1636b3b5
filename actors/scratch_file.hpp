#pragma once

#include "persistence/rows.hpp"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace gantry::actors {

/// Names the orders in hand in a memory-mapped file, so that an order whose event kills the process
/// twice in a row can be put aside at the next start (E8.5).
///
/// Only a death by a signal of the process's own leaves a mark: the crash handler sets it in the
/// slot of the thread that died. kill -9 and power loss leave none.
class scratch_file {
public:
  static constexpr std::uint32_t deaths_max = 2;

  /// An order that is to be held as poisoned before anything else reaches it.
  struct suspect {
    persistence::instance_number order = 0;
    std::uint64_t sequence = 0; ///< of the record that was being decided
    std::string event;
  };

  /// Reads what the last process left, and begins anew. Errors: store_unwritable.
  [[nodiscard]] static result<std::unique_ptr<scratch_file>>
  open(const std::filesystem::path& folder);
  ~scratch_file();
  scratch_file(const scratch_file&) = delete;
  scratch_file& operator=(const scratch_file&) = delete;

  [[nodiscard]] const std::vector<suspect>& quarantined() const { return quarantined_; }

  /// Around `advance`, by the thread that runs it.
  void hand_on(persistence::instance_number order, std::uint64_t sequence,
               std::string_view event) noexcept;
  void hand_off() noexcept;
  /// What the crash handler does; also for tests.
  static void mark_death() noexcept;

private:
  struct layout;
  scratch_file(layout* file, std::size_t bytes);
  void take_stock();

  layout* file_;
  std::size_t bytes_;
  std::vector<suspect> quarantined_;
};

} // namespace gantry::actors
