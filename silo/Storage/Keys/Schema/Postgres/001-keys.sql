-- Wrapped keys. PostgreSQL overwrites nothing where it lies: a destroyed key's bytes stay in the table's file until the table is written
-- anew. So the tables are many small ones, of which only those that a destruction touched are written anew. A row without material is
-- the tombstone of a key that was destroyed. Times are milliseconds since 1970.

CREATE TABLE user_key (
  owner        TEXT COLLATE "C" PRIMARY KEY,
  material     BYTEA CHECK (length(material) = 73),
  created_at   BIGINT NOT NULL,
  destroyed_at BIGINT,
  CHECK ((material IS NULL) = (destroyed_at IS NOT NULL))
) PARTITION BY HASH (owner);

CREATE TABLE object_key (
  name         TEXT COLLATE "C" PRIMARY KEY,
  owner        TEXT COLLATE "C" NOT NULL,
  material     BYTEA CHECK (length(material) = 73),
  created_at   BIGINT NOT NULL,
  destroyed_at BIGINT,
  CHECK ((material IS NULL) = (destroyed_at IS NOT NULL))
) PARTITION BY HASH (name);

DO $$ BEGIN
  FOR part IN 0..31 LOOP
    EXECUTE format('CREATE TABLE user_key_%s PARTITION OF user_key FOR VALUES WITH (MODULUS 32, REMAINDER %s)', part, part);
    EXECUTE format('CREATE TABLE object_key_%s PARTITION OF object_key FOR VALUES WITH (MODULUS 32, REMAINDER %s)', part, part);
    EXECUTE format('ALTER TABLE user_key_%s ALTER material SET STORAGE PLAIN', part);
    EXECUTE format('ALTER TABLE object_key_%s ALTER material SET STORAGE PLAIN', part);
  END LOOP;
END $$;

CREATE INDEX object_key_by_owner ON object_key (owner);
CREATE INDEX object_key_tombstone ON object_key (destroyed_at) WHERE destroyed_at IS NOT NULL;

-- Which master key wraps the user keys; one row.
CREATE TABLE master (
  one BOOLEAN PRIMARY KEY DEFAULT true CHECK (one),
  id   TEXT NOT NULL
);
