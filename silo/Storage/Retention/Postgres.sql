-- name: register
INSERT INTO retained (object, name, brand, owner, job, kind, clause, expires_at, shard)
VALUES (@Object, @Name, @Brand, @Owner, @Job, @Kind, @Clause, @ExpiresAt, @Shard)
ON CONFLICT (object) DO UPDATE SET expires_at = excluded.expires_at, clause = excluded.clause WHERE retained.claimed_at IS NULL AND retained.forgotten_at IS NULL

-- name: bring forward
UPDATE retained SET expires_at = @At WHERE object = @Object AND forgotten_at IS NULL AND expires_at > @At

-- name: claim due
-- Locked in the order in which others change them. Who comes after somebody that gave a later date sees that date.
WITH due AS (
  SELECT object FROM retained WHERE object = ANY (@Objects) AND forgotten_at IS NULL AND expires_at <= @Now ORDER BY object FOR UPDATE)
UPDATE retained r SET claimed_at = coalesce(r.claimed_at, @Now) FROM due WHERE r.object = due.object
RETURNING r.object

-- name: claim
UPDATE retained SET claimed_at = coalesce(claimed_at, @At), expires_at = least(expires_at, @At) WHERE object = @Object AND forgotten_at IS NULL

-- name: read
SELECT object, job, kind, clause, expires_at AS ExpiresAt, forgotten_at AS ForgottenAt FROM retained WHERE object = ANY (@Objects)

-- name: due
SELECT object, job, kind, clause, expires_at AS ExpiresAt, forgotten_at AS ForgottenAt FROM retained
WHERE shard = @Shard AND forgotten_at IS NULL AND expires_at <= @Now AND (expires_at, object) > (@AfterExpiresAt, @AfterObject)
ORDER BY expires_at, object LIMIT @Limit

-- name: held by
SELECT object, job, kind, clause, expires_at AS ExpiresAt, forgotten_at AS ForgottenAt FROM retained
WHERE owner = @Owner AND forgotten_at IS NULL LIMIT @Limit

-- name: mark forgotten
UPDATE retained SET forgotten_at = @At WHERE object = @Object AND forgotten_at IS NULL

-- name: held
SELECT name FROM retained WHERE name = ANY (@Names) AND forgotten_at IS NULL

-- name: remove tombstones
DELETE FROM retained WHERE object IN (
  SELECT object FROM retained WHERE brand = @Brand AND forgotten_at < @Before ORDER BY forgotten_at LIMIT @Limit
  FOR UPDATE SKIP LOCKED)

-- name: overdue
SELECT count(*) AS Count, min(expires_at) AS Since FROM retained WHERE shard = ANY (@Shards) AND forgotten_at IS NULL AND expires_at <= @Now

-- name: overview
SELECT brand, clause, kind, count(*) - count(forgotten_at) AS Held, count(forgotten_at) AS Forgotten,
  min(CASE WHEN forgotten_at IS NULL THEN expires_at END) AS NextDue
FROM retained GROUP BY brand, clause, kind ORDER BY brand, clause, kind
