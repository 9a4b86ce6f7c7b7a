-- Moments are integer milliseconds since 1970 (UTC). Enumerations are lower-case words, so that the file can be read by people.

-- A received webhook or feed line, once per id. Foreign ones are kept apart: their ids never shadow ours.
CREATE TABLE delivery (
  number      INTEGER PRIMARY KEY,
  connection  TEXT    NOT NULL,
  side        TEXT    NOT NULL,
  id          TEXT    NOT NULL,
  is_foreign  INTEGER NOT NULL,
  stored_at   INTEGER NOT NULL,
  received_at INTEGER NOT NULL,
  type        TEXT    NOT NULL,
  acceptance  TEXT    NOT NULL,
  subject     TEXT,
  related     TEXT    NOT NULL,
  token       TEXT,
  revision    TEXT,
  previous    TEXT    NOT NULL,
  foreign_to  TEXT,
  body        BLOB    NOT NULL,
  UNIQUE (connection, side, id, is_foreign)
) STRICT;
CREATE INDEX delivery_by_age ON delivery (stored_at);

-- The work queue: one row a key, however many hints arrive. The version counts the hints; a fence names one lease.
CREATE TABLE work (
  connection    TEXT    NOT NULL,
  kind          TEXT    NOT NULL,
  id            TEXT    NOT NULL,
  version       INTEGER NOT NULL,
  due           INTEGER NOT NULL,
  reason        TEXT    NOT NULL,
  mentions      TEXT    NOT NULL,
  attempts      INTEGER NOT NULL DEFAULT 0,
  fence         INTEGER,
  owner         TEXT,
  lease_until   INTEGER,
  parked_reason TEXT,
  parked_since  INTEGER,
  PRIMARY KEY (connection, kind, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX work_by_due ON work (due) WHERE parked_since IS NULL;
CREATE INDEX work_by_lease ON work (lease_until) WHERE fence IS NOT NULL;
CREATE INDEX work_by_parking ON work (parked_since) WHERE parked_since IS NOT NULL;

-- Fences are never used twice, also not for a row that was deleted and came back.
CREATE TABLE fence (
  only INTEGER PRIMARY KEY CHECK (only = 1),
  last INTEGER NOT NULL
) STRICT;
INSERT INTO fence (only, last) VALUES (1, 0);

-- What one product's record remembers, as JSON, and the columns that questions are asked about.
CREATE TABLE product (
  connection  TEXT    NOT NULL,
  document_id TEXT    NOT NULL,
  link        TEXT    NOT NULL,
  is_linked   INTEGER NOT NULL,
  written_at  INTEGER NOT NULL,
  record      TEXT    NOT NULL,
  PRIMARY KEY (connection, document_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX product_linked ON product (connection) WHERE is_linked = 1;

-- Which product an object belongs to; derived from the records. A row that is not firm (a price document that left its product) yields to another product's.
CREATE TABLE link (
  connection  TEXT    NOT NULL,
  side        TEXT    NOT NULL,
  kind        TEXT    NOT NULL,
  object_id   TEXT    NOT NULL,
  document_id TEXT    NOT NULL,
  is_live     INTEGER NOT NULL,
  is_firm     INTEGER NOT NULL,
  revision    TEXT,
  PRIMARY KEY (connection, side, kind, object_id),
  FOREIGN KEY (connection, document_id) REFERENCES product (connection, document_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX link_by_product ON link (connection, document_id);

-- Writes that were committed before they were sent.
CREATE TABLE intent (
  number      INTEGER PRIMARY KEY,
  connection  TEXT    NOT NULL,
  token       TEXT    NOT NULL,
  document_id TEXT    NOT NULL,
  state       TEXT    NOT NULL,
  is_seen     INTEGER NOT NULL,
  at          INTEGER NOT NULL,
  intent      TEXT    NOT NULL,
  UNIQUE (connection, token)
) STRICT;
CREATE INDEX intent_pending ON intent (connection, document_id) WHERE state IN ('open', 'failed', 'confirmed') OR (state = 'superseded' AND is_seen = 0);
CREATE INDEX intent_by_age ON intent (at);

-- Edits that our writes overtook, until a pass has settled them. Numbers are never used twice.
CREATE TABLE overtaken (
  number      INTEGER PRIMARY KEY AUTOINCREMENT,
  connection  TEXT    NOT NULL,
  document_id TEXT,
  side        TEXT    NOT NULL,
  kind        TEXT    NOT NULL,
  object_id   TEXT    NOT NULL,
  field       TEXT    NOT NULL,
  value       TEXT    NOT NULL,
  at          INTEGER NOT NULL
) STRICT;
CREATE INDEX overtaken_by_connection ON overtaken (connection);

-- What was done or decided, and why. Numbers only grow.
CREATE TABLE journal (
  number      INTEGER PRIMARY KEY AUTOINCREMENT,
  connection  TEXT    NOT NULL,
  document_id TEXT    NOT NULL,
  at          INTEGER NOT NULL,
  entry       TEXT    NOT NULL
) STRICT;
CREATE INDEX journal_by_product ON journal (connection, document_id, number);
CREATE INDEX journal_by_age ON journal (at);

-- Conflicts that no pass has settled.
CREATE TABLE conflict (
  connection  TEXT    NOT NULL,
  document_id TEXT    NOT NULL,
  position    INTEGER NOT NULL,
  kind        TEXT    NOT NULL,
  object      TEXT    NOT NULL,
  field       TEXT    NOT NULL,
  since       INTEGER NOT NULL,
  conflict    TEXT    NOT NULL,
  PRIMARY KEY (connection, document_id, kind, object, field)
) STRICT, WITHOUT ROWID;

-- Archives that the deletion guard counts.
CREATE TABLE guard (
  number     INTEGER PRIMARY KEY,
  connection TEXT    NOT NULL,
  at         INTEGER NOT NULL,
  archives   INTEGER NOT NULL
) STRICT;
CREATE INDEX guard_by_time ON guard (connection, at);

-- Small durable values: feed cursors, first-contact facts.
CREATE TABLE value (
  connection TEXT NOT NULL,
  name       TEXT NOT NULL,
  value      TEXT NOT NULL,
  PRIMARY KEY (connection, name)
) STRICT, WITHOUT ROWID;
