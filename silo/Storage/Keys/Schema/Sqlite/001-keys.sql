-- Key material lies in one table whose rows are never deleted and never change their length: SQLite overwrites such a row where
-- it is. Deleting rows would not do: when SQLite balances its pages it moves rows and leaves stale copies behind in their free space,
-- which 'secure_delete' does not reach. A slot that was destroyed is filled with zeros and used again.
CREATE TABLE slot (
  id       INTEGER PRIMARY KEY,
  used     INTEGER NOT NULL CHECK (used IN (0, 1)),
  material BLOB    NOT NULL CHECK (length(material) = 73)
) STRICT;
CREATE INDEX slot_free ON slot (id) WHERE used = 0;

-- No key material from here on. A row without a slot is the tombstone of a key that was destroyed.
CREATE TABLE user_key (
  owner        TEXT    PRIMARY KEY,
  slot         INTEGER,
  created_at   INTEGER NOT NULL,
  destroyed_at INTEGER,
  CHECK ((slot IS NULL) = (destroyed_at IS NOT NULL))
) STRICT, WITHOUT ROWID;

CREATE TABLE object_key (
  name         TEXT    PRIMARY KEY,
  owner        TEXT    NOT NULL,
  slot         INTEGER,
  created_at   INTEGER NOT NULL,
  destroyed_at INTEGER,
  CHECK ((slot IS NULL) = (destroyed_at IS NOT NULL))
) STRICT, WITHOUT ROWID;
CREATE INDEX object_key_live_by_owner ON object_key (owner) WHERE slot IS NOT NULL;
CREATE INDEX object_key_tombstone ON object_key (destroyed_at) WHERE destroyed_at IS NOT NULL;

-- Which master key wraps the user keys; one row.
CREATE TABLE master (
  id TEXT PRIMARY KEY
) STRICT, WITHOUT ROWID;
