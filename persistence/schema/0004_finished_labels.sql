-- What lists find finished orders by, besides number, key, status and age. Written in sorted bulk,
-- some thousand orders at a time (persistence/sqlite/finished_indexer.hpp), because one row here and
-- there for every order would touch a page for each.
CREATE TABLE finished_labels (
  site     TEXT    NOT NULL,
  label    TEXT    NOT NULL, -- of the flow's `search`, or .stage, .channel, .customer
  value    TEXT    NOT NULL,
  instance INTEGER NOT NULL,
  PRIMARY KEY (site, label, value, instance)
) STRICT, WITHOUT ROWID;

-- Finished orders that are not in there yet. Lists look through it, so that they are never behind.
CREATE TABLE finished_lately (
  instance INTEGER PRIMARY KEY,
  site     TEXT NOT NULL,
  stage    TEXT NOT NULL,
  channel  TEXT NOT NULL,
  customer TEXT NOT NULL,
  search   TEXT NOT NULL
) STRICT;
INSERT INTO finished_lately SELECT number, site, stage, channel, customer, search FROM instances
  WHERE finished = 1;

CREATE INDEX instances_created ON instances (site, created_at);
