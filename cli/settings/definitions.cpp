#include "cli/settings/settings.hpp"

namespace gantry::cli {

const std::vector<setting_definition>& setting_definitions() {
  using kind = setting_definition::kind;
  static const std::vector<setting_definition> all{
      {"data", "var/gantry", kind::path, "folder of the database; one engine a folder"},
      {"listen", "127.0.0.1:7400", kind::text, "address and port of the HTTP front"},
      {"flows", "workflows", kind::path, "folder of the flows, read whole at start"},
      {"site", "main", kind::text, "tenant or legal entity that orders of this engine belong to"},
      {"server", "http://127.0.0.1:7400", kind::text, "engine that the client verbs talk to"},
      {"log_level", "info", kind::text, "debug, info, warn or error"},
      {"shards", "2", kind::integer, "shards that own the orders", 1, 64},
      {"threads", "2", kind::integer, "threads of the actor scheduler", 1, 256},
      {"http_threads", "1", kind::integer, "threads of the HTTP front", 1, 64},
      {"open_orders_max", "100000", kind::integer, "orders in memory; beyond, intake answers 503",
       1, 10'000'000},
      {"connections_max", "1000", kind::integer, "connections of the HTTP front", 1, 100'000},
      {"passivate_after", "10s", kind::span, "an idle order leaves memory after so long"},
      {"drain", "10s", kind::span, "how long a stop waits for calls that are under way"},
      {"crashes_max", "3", kind::integer,
       "crashes of one order within a minute until it is held as poisoned", 1, 100},
  };
  return all;
}

} // namespace gantry::cli
