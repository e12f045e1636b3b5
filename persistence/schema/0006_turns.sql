-- Who waits for a lane goes by its turn: a point of priority is worth a minute of waiting, so that
-- nobody is overtaken for ever (turn_of in persistence/rows.hpp).
DROP INDEX lanes_queue;
CREATE INDEX lanes_turn ON lanes (contract, due - priority * 60000000000, instance);
