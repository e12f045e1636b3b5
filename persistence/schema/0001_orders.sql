-- Orders: the operator index, the journal, and what wakes an order.
-- Times are UTC nanoseconds. `site` stands in every table and every unique key of the business.

-- One row: who this database is (docs/effects.md E8.8).
CREATE TABLE meta (
  id          INTEGER PRIMARY KEY CHECK (id = 1),
  site        TEXT NOT NULL,
  incarnation TEXT NOT NULL,
  host_mark   TEXT NOT NULL,
  epoch       INTEGER NOT NULL
) STRICT;

-- The operator index: one row an order. It is rewritten when something that lists show has changed,
-- not at every step; the head of an open order's journal stands in `heads`.
-- Checks of more than two words are written with OR: for a longer IN list SQLite makes a temporary
-- table at every write (8 µs each, a third of the whole row).
CREATE TABLE instances (
  number       INTEGER PRIMARY KEY,
  id           BLOB    NOT NULL UNIQUE CHECK (length(id) = 16),
  site         TEXT    NOT NULL,
  workflow     TEXT    NOT NULL,
  definition   TEXT    NOT NULL,
  business_key TEXT    NOT NULL,
  generation   INTEGER NOT NULL CHECK (generation >= 1),
  input_digest TEXT    NOT NULL,
  status       TEXT    NOT NULL CHECK (status = 'running' OR status = 'waiting' OR
                 status = 'completed' OR status = 'held' OR status = 'closing' OR
                 status = 'compensating' OR status = 'paused' OR status = 'rejected' OR
                 status = 'cancelled' OR status = 'aborted'),
  phase        TEXT    NOT NULL CHECK (phase = 'running' OR phase = 'completed' OR
                 phase = 'closing' OR phase = 'compensating' OR phase = 'rejected' OR
                 phase = 'cancelled' OR phase = 'aborted'),
  control      TEXT    NOT NULL CHECK (control = 'active' OR control = 'pausing' OR
                 control = 'paused'),
  held         TEXT    NOT NULL,
  stage        TEXT    NOT NULL,
  waiting_for  TEXT    NOT NULL,
  in_doubt     INTEGER NOT NULL CHECK (in_doubt IN (0, 1)),
  priority     INTEGER NOT NULL,
  test         INTEGER NOT NULL CHECK (test IN (0, 1)),
  finished     INTEGER NOT NULL CHECK (finished IN (0, 1)),
  attention    INTEGER NOT NULL CHECK (attention IN (0, 1)),
  channel      TEXT    NOT NULL,
  customer     TEXT    NOT NULL,
  search       TEXT    NOT NULL, -- JSON: [["label","value"],…]
  created_at   INTEGER NOT NULL,
  updated_at   INTEGER NOT NULL,
  last         INTEGER NOT NULL, -- of a finished order; an open one's is in `heads`
  sequence     INTEGER NOT NULL,
  fold_digest  INTEGER NOT NULL,
  UNIQUE (site, business_key, workflow, generation)
) STRICT;

-- Filters are indexes over open orders only, so that they stay small however many have finished.
CREATE INDEX instances_open_status   ON instances (site, status)   WHERE finished = 0;
CREATE INDEX instances_open_stage    ON instances (site, stage)    WHERE finished = 0 AND stage <> '';
CREATE INDEX instances_open_channel  ON instances (site, channel)  WHERE finished = 0;
CREATE INDEX instances_open_customer ON instances (site, customer) WHERE finished = 0 AND customer <> '';
CREATE INDEX instances_attention     ON instances (priority DESC)  WHERE attention = 1;
CREATE INDEX instances_finished      ON instances (site, status)   WHERE finished = 1;

-- The last journal row of every open order; a writer that expects another one is stale.
CREATE TABLE heads (
  instance INTEGER PRIMARY KEY,
  site     TEXT    NOT NULL,
  last     INTEGER NOT NULL,
  sequence INTEGER NOT NULL
) STRICT;

-- Search labels of open orders; finished ones keep theirs in `instances.search`.
CREATE TABLE search_labels (
  site     TEXT    NOT NULL,
  label    TEXT    NOT NULL,
  value    TEXT    NOT NULL,
  instance INTEGER NOT NULL,
  PRIMARY KEY (site, label, value, instance)
) STRICT, WITHOUT ROWID;

-- Append-only; each row points to the instance's previous one. In front of every body stand its
-- codec (0: plain text) and the key that it is encrypted with (0: none).
CREATE TABLE journal (
  lsn      INTEGER PRIMARY KEY,
  instance INTEGER NOT NULL,
  previous INTEGER NOT NULL,
  sequence INTEGER NOT NULL,
  at       INTEGER NOT NULL,
  version  INTEGER NOT NULL,
  site     TEXT    NOT NULL,
  kind     TEXT    NOT NULL,
  codec    INTEGER NOT NULL,
  key_id   INTEGER NOT NULL,
  body     ANY     NOT NULL
) STRICT;

CREATE TABLE timers (
  instance INTEGER NOT NULL,
  timer    INTEGER NOT NULL,
  site     TEXT    NOT NULL,
  due      INTEGER NOT NULL,
  purpose  TEXT    NOT NULL,
  PRIMARY KEY (instance, timer)
) STRICT, WITHOUT ROWID;
CREATE INDEX timers_due ON timers (due);

-- What open orders wait for: one row for each correlation that matches.
CREATE TABLE waits (
  instance    INTEGER NOT NULL,
  wait        INTEGER NOT NULL,
  correlation TEXT    NOT NULL,
  site        TEXT    NOT NULL,
  event_type  TEXT    NOT NULL,
  handler     INTEGER NOT NULL CHECK (handler IN (0, 1)),
  PRIMARY KEY (instance, wait, correlation)
) STRICT, WITHOUT ROWID;
CREATE INDEX waits_correlation ON waits (site, event_type, correlation);

-- Calls that are scheduled and not sent; a lane's queue is refilled from here (E2.3).
CREATE TABLE lanes (
  instance INTEGER NOT NULL,
  call_key TEXT    NOT NULL,
  site     TEXT    NOT NULL,
  contract TEXT    NOT NULL,
  priority INTEGER NOT NULL,
  due      INTEGER NOT NULL,
  PRIMARY KEY (instance, call_key)
) STRICT, WITHOUT ROWID;
CREATE INDEX lanes_queue ON lanes (contract, priority DESC, due);

-- Duplicate effects (E7.5); they outlive their order.
CREATE TABLE incidents (
  number    INTEGER PRIMARY KEY,
  site      TEXT    NOT NULL,
  instance  INTEGER NOT NULL,
  incident  INTEGER NOT NULL,
  order_id  BLOB    NOT NULL CHECK (length(order_id) = 16),
  kind      TEXT    NOT NULL,
  step      TEXT    NOT NULL,
  call_key  TEXT    NOT NULL,
  ours      TEXT    NOT NULL,
  other     TEXT    NOT NULL,
  why       TEXT    NOT NULL,
  opened_at INTEGER NOT NULL,
  closed    TEXT    NOT NULL,
  UNIQUE (instance, incident)
) STRICT;

-- The closure of every definition that an order was pinned to.
CREATE TABLE definitions (
  closure   TEXT    NOT NULL,
  site      TEXT    NOT NULL,
  workflow  TEXT    NOT NULL,
  version   INTEGER NOT NULL,
  text      TEXT    NOT NULL,
  stored_at INTEGER NOT NULL,
  PRIMARY KEY (closure, site)
) STRICT, WITHOUT ROWID;

-- Orders by status, kept in the transaction that changes them.
CREATE TABLE counters (
  site   TEXT    NOT NULL,
  status TEXT    NOT NULL,
  orders INTEGER NOT NULL,
  PRIMARY KEY (site, status)
) STRICT, WITHOUT ROWID;
