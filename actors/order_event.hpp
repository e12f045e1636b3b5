#pragma once

#include "actors/runtime.hpp"
#include "persistence/journal.hpp"

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <variant>

namespace gantry::actors {

/// An event of the inbox on its way to an order. It is decoded there, under the definition that the
/// order is pinned to.
struct inbox_delivery {
  persistence::inbox_row row;
};

/// Brings an order into memory, where it is taken up; means nothing to one that is there.
struct wake_up {
  bool is_counted = false; ///< among the orders in memory, before it came there
};

/// What reaches an order through its shard.
struct order_event {
  std::variant<engine::event, inbox_delivery, wake_up>
      what; ///< `now` is set when the order takes it
};

/// `attempt_ended`, `command pause`: for records, logs and evidence.
[[nodiscard]] std::string describe(const order_event& e);
[[nodiscard]] std::string_view kind_of(const engine::event& e);
/// Of a command: the token under which its caller waits, otherwise 0.
[[nodiscard]] std::uint64_t command_token(const order_event& e);

/// An order that is to be: everything of its first commit but the first record.
struct order_start {
  dsl::program_ptr definition;
  engine::event first; ///< `started`
  persistence::create_instance create;
  answer<submit_answer> done;
};

/// How an order's batch ended.
struct commit_answer {
  std::uint16_t batch = 0;
  persistence::commit_state state = persistence::commit_state::durable;
  persistence::write_result result;
};

} // namespace gantry::actors
