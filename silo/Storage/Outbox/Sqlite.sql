-- name: any due
SELECT EXISTS (SELECT 1 FROM outbox WHERE state = 'owed' AND due_at <= @now)

-- name: due
SELECT job AS Job, owner AS Owner, target AS Target, attempts AS Attempts FROM outbox
WHERE state = 'owed' AND due_at <= @now ORDER BY due_at, job LIMIT @count

-- name: hold
UPDATE outbox SET attempts = attempts + 1, due_at = @until WHERE job = @job

-- name: retry
UPDATE outbox SET due_at = @at WHERE job = @job AND state = 'owed'

-- name: close
UPDATE outbox SET state = @state, target = NULL WHERE job = @job AND state = 'owed'
