-- name: find
SELECT work AS Work, holder AS Holder, held_until AS HeldUntil, fingerprint AS Fingerprint, done AS Done, answer AS Answer
FROM idempotency
WHERE key = @key AND expires_at > @now

-- name: remove-expired-key
DELETE FROM idempotency WHERE key = @key AND expires_at <= @now

-- name: insert
INSERT INTO idempotency (key, owner, work, holder, held_until, done, expires_at)
VALUES (@key, @owner, @work, @holder, @heldUntil, 0, @expiresAt)
ON CONFLICT (key) DO NOTHING

-- name: take-over
UPDATE idempotency SET holder = @holder, held_until = @heldUntil
WHERE key = @key AND done = 0 AND held_until <= @now

-- name: keep
UPDATE idempotency SET held_until = @heldUntil WHERE key = @key AND holder = @holder AND done = 0

-- name: restart
UPDATE idempotency SET work = @work, fingerprint = NULL WHERE key = @key AND holder = @holder AND done = 0

-- name: describe
UPDATE idempotency SET fingerprint = @fingerprint WHERE key = @key AND holder = @holder AND done = 0

-- name: complete
UPDATE idempotency SET done = 1, answer = @answer WHERE key = @key AND holder = @holder

-- name: release
DELETE FROM idempotency WHERE key = @key AND holder = @holder AND done = 0

-- name: remove-expired
DELETE FROM idempotency WHERE key IN (SELECT key FROM idempotency WHERE expires_at <= @now LIMIT @limit)
