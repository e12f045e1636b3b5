#include "persistence/sqlite/run_statement.hpp"
#include "persistence/sqlite/write_session.hpp"

namespace gantry::persistence {

write_result write(write_session& session, const fire_timer& what) {
  auto& find = session.sql.find_timer;
  const statement_use use(find);
  // A timer that was set anew for later is not this one.
  bind_values(find, what.timer.instance, what.timer.timer, what.timer.due);
  write_result result;
  result.timer_live = find.executeStep();
  return result;
}

} // namespace gantry::persistence
