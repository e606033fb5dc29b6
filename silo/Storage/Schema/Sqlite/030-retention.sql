-- What must be forgotten, and when: a row per picture, made before the picture. Times are milliseconds since 1970.
CREATE TABLE retained (
  object       TEXT    NOT NULL PRIMARY KEY,  -- brand/user/picture
  name         TEXT    NOT NULL UNIQUE,       -- of the object and its key in their stores
  brand        TEXT    NOT NULL,
  owner        TEXT    NOT NULL,              -- brand/user
  job          TEXT    NOT NULL,              -- brand/job
  kind         TEXT    NOT NULL,
  clause       TEXT    NOT NULL,
  expires_at   INTEGER NOT NULL,
  shard        INTEGER NOT NULL,
  forgotten_at INTEGER                        -- null: held; else a tombstone, whose key and bytes are gone
) STRICT, WITHOUT ROWID;
CREATE INDEX retained_due ON retained (shard, expires_at, object) WHERE forgotten_at IS NULL;
CREATE INDEX retained_held_by_owner ON retained (owner) WHERE forgotten_at IS NULL;
CREATE INDEX retained_tombstone ON retained (brand, forgotten_at) WHERE forgotten_at IS NOT NULL;
