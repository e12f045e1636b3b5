-- Intake: what came in from outside, before and beside the orders that it led to.

CREATE TABLE documents (
  number      INTEGER PRIMARY KEY,
  id          BLOB    NOT NULL UNIQUE CHECK (length(id) = 16),
  site        TEXT    NOT NULL,
  channel     TEXT    NOT NULL,
  partner     TEXT    NOT NULL,
  media_type  TEXT    NOT NULL,
  headers     TEXT    NOT NULL,
  codec       INTEGER NOT NULL,
  key_id      INTEGER NOT NULL,
  body        ANY     NOT NULL,
  digest      TEXT    NOT NULL,
  received_at INTEGER NOT NULL,
  state       TEXT    NOT NULL CHECK (state = 'order' OR state = 'received' OR
                state = 'replying' OR state = 'done'),
  outcome     TEXT    NOT NULL,
  worst       TEXT    NOT NULL CHECK (worst = '' OR worst = 'warning' OR worst = 'error')
) STRICT;
-- Raw bodies of single orders are most of the rows; what lists show has indexes of its own.
CREATE INDEX documents_of_channels ON documents (number) WHERE state <> 'order';
CREATE INDEX documents_with_errors ON documents (number) WHERE worst = 'error';
CREATE INDEX documents_received ON documents (number) WHERE state IN ('received', 'replying');

-- Events of the outside. (site, source, event_id) is the duplicate guard.
CREATE TABLE inbox (
  number      INTEGER PRIMARY KEY,
  site        TEXT    NOT NULL,
  source      TEXT    NOT NULL,
  event_id    TEXT    NOT NULL,
  event_type  TEXT    NOT NULL,
  correlation TEXT    NOT NULL,
  codec       INTEGER NOT NULL,
  key_id      INTEGER NOT NULL,
  body        ANY     NOT NULL,
  principal   TEXT    NOT NULL,
  traceparent TEXT    NOT NULL,
  received_at INTEGER NOT NULL,
  keep_until  INTEGER NOT NULL,
  state       TEXT    NOT NULL
                CHECK (state = 'stored' OR state = 'matched' OR state = 'unmatched' OR
                state = 'finding' OR state = 'expired'),
  finding     TEXT    NOT NULL,
  UNIQUE (site, source, event_id)
) STRICT;
CREATE INDEX inbox_correlation ON inbox (site, event_type, correlation);
CREATE INDEX inbox_unmatched ON inbox (number) WHERE state <> 'stored' AND state <> 'matched';
CREATE INDEX inbox_findings ON inbox (number) WHERE state = 'finding';
CREATE INDEX inbox_keep ON inbox (keep_until) WHERE state = 'unmatched';

-- An event for an instance. It is pending until the instance consumes it, and stays until the
-- instance ends, so that a later wait of the same instance is not given the same event again.
CREATE TABLE deliveries (
  instance INTEGER NOT NULL,
  inbox    INTEGER NOT NULL,
  site     TEXT    NOT NULL,
  consumed INTEGER NOT NULL CHECK (consumed IN (0, 1)),
  PRIMARY KEY (instance, inbox)
) STRICT, WITHOUT ROWID;
CREATE INDEX deliveries_pending ON deliveries (inbox) WHERE consumed = 0;

-- Answers kept for an Idempotency-Key, 24 h.
CREATE TABLE idempotency (
  site        TEXT    NOT NULL,
  scope       TEXT    NOT NULL,
  key         TEXT    NOT NULL,
  body_digest TEXT    NOT NULL,
  http_status INTEGER NOT NULL,
  answer      TEXT    NOT NULL,
  at          INTEGER NOT NULL,
  PRIMARY KEY (site, scope, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX idempotency_at ON idempotency (at);
