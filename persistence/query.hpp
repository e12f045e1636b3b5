#pragma once

#include "persistence/rows.hpp"

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace gantry::persistence {

struct order_filter {
  std::string site = "main";
  std::string status, stage, channel, customer, key;
  std::optional<timestamp> created_before; ///< `older_than`
  std::vector<std::pair<std::string, std::string>> search;
  std::size_t limit = 50; ///< at most 500
  std::string cursor;     ///< as an earlier page gave it
  bool count = false;
};

struct order_page {
  std::vector<instance_row> items;
  std::string next;  ///< cursor of the next page; empty at the end
  std::string count; ///< `17`, `10000+`; empty when not asked for
};

/// Documents of channels, newest first, without their bodies.
struct document_filter {
  std::string state;   ///< `received`, `replying`, `done`; `finding`: with an error; empty: all
  std::string channel; ///< empty: all
  std::size_t limit = 50;
  std::int64_t cursor = 0; ///< below this `number`; 0: from the newest
};

} // namespace gantry::persistence
