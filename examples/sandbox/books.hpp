#pragma once

#include "examples/sandbox/kept_answers.hpp"
#include "examples/sandbox/ledger.hpp"
#include "examples/sandbox/outbox.hpp"
#include "examples/sandbox/picking.hpp"
#include "examples/sandbox/stock.hpp"

namespace gantry::sandbox {

/// Everything that the company writes down. Of the writer's thread alone.
struct books {
  explicit books(SQLite::Database& database)
      : effects(database), kept(database), free(database), picks(database), events(database) {}
  ledger effects;
  kept_answers kept;
  stock free;
  picking picks;
  outbox events;
};

} // namespace gantry::sandbox
