-- What a person wants back as it was agreed before, until a pass has done it. Numbers are never used twice: what was asked for meanwhile is told from what was done.
CREATE TABLE undo (
  number      INTEGER PRIMARY KEY AUTOINCREMENT,
  connection  TEXT    NOT NULL,
  document_id TEXT    NOT NULL,
  asked_at    INTEGER NOT NULL,
  changes     TEXT    NOT NULL,
  UNIQUE (connection, document_id)
) STRICT;
