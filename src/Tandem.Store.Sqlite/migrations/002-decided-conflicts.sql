-- What a person decided of a conflict that was left open: who wins. It counts for the two values that the row holds.
ALTER TABLE conflict ADD COLUMN winner TEXT CHECK (winner IN ('sanity', 'stripe'));
