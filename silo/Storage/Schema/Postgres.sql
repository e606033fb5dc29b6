-- name: lock
-- Until the end of the transaction. The number is ours alone: 'dark' in ASCII. It is one lock for each database.
SELECT pg_advisory_xact_lock(1684107883)

-- name: make history
-- Asked first, because IF NOT EXISTS alone would be told to the client as a notice each time.
DO $$ BEGIN
  IF to_regclass('schema_history') IS NULL THEN
    CREATE TABLE schema_history (
      number     BIGINT PRIMARY KEY,
      name       TEXT   NOT NULL,
      sha256     TEXT   NOT NULL,
      applied_at BIGINT NOT NULL);
  END IF;
END $$

-- name: has history
SELECT to_regclass('schema_history') IS NOT NULL

-- name: read
SELECT number AS Number, name AS Name, sha256 AS Sha256 FROM schema_history ORDER BY number

-- name: record
INSERT INTO schema_history (number, name, sha256, applied_at) VALUES (@Number, @Name, @Sha256, @At)

-- name: has table
SELECT to_regclass(@name) IS NOT NULL
