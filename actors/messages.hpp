#pragma once

// Messages between the actors. In process only: bodies travel as shared pointers, each to exactly
// one receiver, who takes them out.

#include "actors/adapter_box.hpp"
#include "actors/order_event.hpp"

#include <caf/allowed_unsafe_message_type.hpp>
#include <caf/atom.hpp>

#include <memory>
#include <utility>
#include <vector>

namespace gantry::actors {

struct event_for_order {
  persistence::instance_number order = 0;
  order_event what;
};
using event_for_order_ptr = std::shared_ptr<event_for_order>;

struct start_of_order {
  persistence::instance_number order = 0;
  std::unique_ptr<order_start> start;
};
using start_of_order_ptr = std::shared_ptr<start_of_order>;

/// Everything that one commit made durable for the orders of a shard.
using commit_answers =
    std::shared_ptr<std::vector<std::pair<persistence::instance_number, commit_answer>>>;

/// Orders whose gathered ends of reads are due.
using orders_to_flush = std::shared_ptr<std::vector<persistence::instance_number>>;

using wake_atom = caf::atom_constant<caf::atom("wake")>;
using room_atom = caf::atom_constant<caf::atom("room")>;
using owe_atom = caf::atom_constant<caf::atom("owe")>;
using sweep_atom = caf::atom_constant<caf::atom("sweep")>;
using again_atom = caf::atom_constant<caf::atom("again")>;

} // namespace gantry::actors

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(gantry::actors::event_for_order_ptr)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(gantry::actors::start_of_order_ptr)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(gantry::actors::commit_answers)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(gantry::actors::orders_to_flush)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(gantry::actors::call_request_ptr)
