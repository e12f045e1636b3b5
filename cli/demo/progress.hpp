#pragma once

#include "cli/demo/order_list.hpp"

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

namespace gantry::cli {

/// Orders by where they are now, one line of progress that is redrawn; nothing where standard
/// output is no terminal: what is kept in a file is the result.
class progress {
public:
  explicit progress(std::uint64_t orders_total);
  void show(const std::vector<listed_order>& orders);
  /// Ends the line that is redrawn.
  void end();

private:
  std::uint64_t orders_total_;
  std::chrono::steady_clock::time_point started_, printed_;
  bool redraws_;
  bool drawn_ = false;
};

} // namespace gantry::cli
