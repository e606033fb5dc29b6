-- name: find
SELECT work AS Work, holder AS Holder, held_until AS HeldUntil, fingerprint AS Fingerprint, done AS Done, answer AS Answer
FROM idempotency
WHERE key = @key AND expires_at > @now

-- name: remove-expired-key
DELETE FROM idempotency WHERE key = @key AND expires_at <= @now

-- name: insert
INSERT INTO idempotency (key, owner, work, holder, held_until, done, expires_at)
VALUES (@key, @owner, @work, @holder, @heldUntil, false, @expiresAt)
ON CONFLICT (key) DO NOTHING

-- name: take-over
UPDATE idempotency SET holder = @holder, held_until = @heldUntil
WHERE key = @key AND NOT done AND held_until <= @now

-- name: keep
UPDATE idempotency SET held_until = @heldUntil WHERE key = @key AND holder = @holder AND NOT done

-- name: restart
UPDATE idempotency SET work = @work, fingerprint = NULL WHERE key = @key AND holder = @holder AND NOT done

-- name: describe
UPDATE idempotency SET fingerprint = @fingerprint WHERE key = @key AND holder = @holder AND NOT done

-- name: complete
UPDATE idempotency SET done = true, answer = @answer WHERE key = @key AND holder = @holder

-- name: release
DELETE FROM idempotency WHERE key = @key AND holder = @holder AND NOT done

-- name: remove-expired
DELETE FROM idempotency WHERE key IN (
  SELECT key FROM idempotency WHERE expires_at <= @now ORDER BY expires_at LIMIT @limit FOR UPDATE SKIP LOCKED)
