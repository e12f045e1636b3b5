#include "cli/verbs/verbs.hpp"

#include <CLI/CLI.hpp>

namespace gantry::cli {

void add_orders(CLI::App& app, globals& all) {
  auto* orders = app.add_subcommand("orders", "List, show, pause, resume and repair orders");
  orders->require_subcommand(1);
  add_orders_list(*orders, all);
  add_orders_show(*orders, all);
  add_orders_timeline(*orders, all);
  add_order_verbs(*orders, all);
}

} // namespace gantry::cli
