-- What must be forgotten, and when: a row per picture, made before the picture. Times are milliseconds since 1970.
CREATE TABLE retained (
  object       TEXT COLLATE "C" PRIMARY KEY,      -- brand/user/picture
  name         TEXT COLLATE "C" NOT NULL UNIQUE,  -- of the object and its key in their stores
  brand        TEXT COLLATE "C" NOT NULL,
  owner        TEXT COLLATE "C" NOT NULL,         -- brand/user
  job          TEXT COLLATE "C" NOT NULL,         -- brand/job
  kind         TEXT COLLATE "C" NOT NULL,
  clause       TEXT COLLATE "C" NOT NULL,
  expires_at   BIGINT NOT NULL,
  shard        BIGINT NOT NULL,
  forgotten_at BIGINT                             -- null: held; else a tombstone, whose key and bytes are gone
);
CREATE INDEX retained_due ON retained (shard, expires_at, object) WHERE forgotten_at IS NULL;
CREATE INDEX retained_held_by_owner ON retained (owner) WHERE forgotten_at IS NULL;
CREATE INDEX retained_tombstone ON retained (brand, forgotten_at) WHERE forgotten_at IS NOT NULL;
