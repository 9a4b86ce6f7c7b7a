-- What editors asked for in the Studio, each nonce once. A row outlives its document, so that one that comes again is known.
CREATE TABLE studio_request (
  connection  TEXT    NOT NULL,
  nonce       TEXT    NOT NULL,
  product_id  TEXT,
  author      TEXT,
  asked_at    INTEGER NOT NULL,
  request     TEXT    NOT NULL,
  answer      TEXT,
  is_told     INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (connection, nonce)
) STRICT, WITHOUT ROWID;
CREATE INDEX studio_request_open ON studio_request (connection, product_id, asked_at) WHERE answer IS NULL;
CREATE INDEX studio_request_by_author ON studio_request (connection, author, asked_at);
CREATE INDEX studio_request_untold ON studio_request (connection) WHERE answer IS NOT NULL AND is_told = 0;
CREATE INDEX studio_request_by_age ON studio_request (asked_at);

-- What the Studio is to show of a document, and whether it was told so. The version counts the changes.
CREATE TABLE studio_status (
  connection  TEXT    NOT NULL,
  document_id TEXT    NOT NULL,
  product_id  TEXT,
  status      TEXT    NOT NULL,
  answers     TEXT    NOT NULL DEFAULT '[]',
  version     INTEGER NOT NULL DEFAULT 1,
  is_told     INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (connection, document_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX studio_status_by_product ON studio_status (connection, product_id);
CREATE INDEX studio_status_untold ON studio_status (connection) WHERE is_told = 0;
