-- What was promoted from one connection to another one: which document there is which one here, and what both showed. The base of the next promotion.
CREATE TABLE promoted (
  connection  TEXT    NOT NULL,
  origin      TEXT    NOT NULL,
  source_id   TEXT    NOT NULL,
  document_id TEXT    NOT NULL,
  promoted_at INTEGER NOT NULL,
  content     TEXT    NOT NULL,
  PRIMARY KEY (connection, origin, source_id),
  UNIQUE (connection, origin, document_id)
) STRICT;
