-- Changes that wait for the word of a person, as the last pass found them, and the word: it counts for the changes that the row holds, and for no others.
CREATE TABLE held (
  connection  TEXT    NOT NULL,
  document_id TEXT    NOT NULL,
  position    INTEGER NOT NULL,
  side        TEXT    NOT NULL,
  object      TEXT    NOT NULL,
  field       TEXT    NOT NULL,
  since       INTEGER NOT NULL,
  held        TEXT    NOT NULL,
  ruling      TEXT CHECK (ruling IN ('released', 'refused')),
  PRIMARY KEY (connection, document_id, side, object, field)
) STRICT, WITHOUT ROWID;

-- What was parked for that word alone or among others is looked at once more, so that it is found here.
UPDATE work SET parked_since = NULL, parked_reason = NULL, attempts = 0, reason = 'what is held has a place of its own now', due = parked_since
WHERE kind = 'product' AND (parked_reason LIKE '%: held: %' OR parked_reason LIKE '%: waits: %');
