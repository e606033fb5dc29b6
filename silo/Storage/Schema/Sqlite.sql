-- name: lock
-- Nothing to do: Microsoft.Data.Sqlite begins with BEGIN IMMEDIATE, which takes the write lock.
SELECT 1

-- name: make history
CREATE TABLE IF NOT EXISTS schema_history (
  number     INTEGER PRIMARY KEY,
  name       TEXT   NOT NULL,
  sha256     TEXT   NOT NULL,
  applied_at BIGINT NOT NULL)

-- name: has history
SELECT EXISTS (SELECT 1 FROM sqlite_schema WHERE name = 'schema_history')

-- name: read
SELECT number AS Number, name AS Name, sha256 AS Sha256 FROM schema_history ORDER BY number

-- name: record
INSERT INTO schema_history (number, name, sha256, applied_at) VALUES (@Number, @Name, @Sha256, @At)
