-- name: insert
INSERT INTO job (
  id, owner, tool, lane, price, request_id, keep_for, status, ending, error_code, error_detail, revision, version, epoch,
  answered_epoch, attempts, progress, worker, created_at, waiting_since, not_before, started_at, leased_at, lease_until, finished_at,
  delivered_at, expires_at, remove_at, inputs_gone, forgotten, due_at, inputs, details)
VALUES (
  @Id, @Owner, @Tool, @Lane, @Price, @RequestId, @KeepFor, @Status, @Ending, @ErrorCode, @ErrorDetail, @Revision, @Version, @Epoch,
  @AnsweredEpoch, @Attempts, @Progress, @Worker, @CreatedAt, @WaitingSince, @NotBefore, @StartedAt, @LeasedAt, @LeaseUntil, @FinishedAt,
  @DeliveredAt, @ExpiresAt, @RemoveAt, @InputsGone, @Forgotten, @DueAt, @Inputs, @Details)
ON CONFLICT (id) DO NOTHING

-- name: read
SELECT * FROM job WHERE id = @id

-- name: replace
UPDATE job SET
  price = @Price, status = @Status, ending = @Ending, error_code = @ErrorCode, error_detail = @ErrorDetail, revision = @Revision,
  version = @Version, epoch = @Epoch, answered_epoch = @AnsweredEpoch, attempts = @Attempts, progress = @Progress,
  worker = @Worker, waiting_since = @WaitingSince, not_before = @NotBefore, started_at = @StartedAt, leased_at = @LeasedAt, lease_until = @LeaseUntil,
  finished_at = @FinishedAt, delivered_at = @DeliveredAt, expires_at = @ExpiresAt, remove_at = @RemoveAt,
  inputs_gone = @InputsGone, forgotten = @Forgotten, due_at = @DueAt, inputs = @Inputs, details = @Details
WHERE id = @Id AND revision = @Revision - 1

-- name: give-turn
UPDATE job SET turn = @turn WHERE id = @id

-- name: next-turn
-- Start-time fair queueing with the tags taken from the queued rows themselves: a user's next job comes one round after the
-- user's last one, and never before the round that is being served. Users thus take turns, however much one of them sends.
SELECT MAX(
  COALESCE((SELECT MIN(turn) FROM job WHERE lane = @lane AND status = 'queued' AND ending IS NULL AND not_before <= @now), 0),
  COALESCE((SELECT MAX(turn) + 1 FROM job WHERE lane = @lane AND owner = @owner AND status = 'queued' AND ending IS NULL), 0))

-- name: room
SELECT
  (SELECT COUNT(*) FROM job WHERE lane = @lane AND status = 'queued' AND ending IS NULL) < @laneCapacity
  AND (SELECT COUNT(*) FROM job WHERE lane = @lane AND owner = @owner AND status = 'queued' AND ending IS NULL) < @userCapacity

-- name: ready
SELECT * FROM job
WHERE lane = @lane AND status = 'queued' AND ending IS NULL AND not_before <= @now
ORDER BY turn, id LIMIT @count

-- name: next-ready
SELECT MIN(not_before) FROM job WHERE lane = @lane AND status = 'queued' AND ending IS NULL

-- name: due
SELECT id AS Id, due_at AS DueAt FROM job
WHERE due_at <= @now AND (due_at, id) > (@afterDue, @afterId)
ORDER BY due_at, id LIMIT @limit

-- name: lapse-all
-- The bound lets the index on due_at find the few rows that run.
UPDATE job SET lease_until = @now, due_at = @now, revision = revision + 1
WHERE status = 'running' AND ending IS NULL AND due_at <= @horizon

-- name: list
SELECT * FROM job WHERE owner = @owner AND id < @before ORDER BY id DESC LIMIT @limit

-- name: remove
DELETE FROM job WHERE id = @id AND revision = @revision

-- name: remove-callback
DELETE FROM outbox WHERE job = @id

-- name: owe-callback
INSERT INTO outbox (job, owner, target, state, attempts, created_at, due_at)
VALUES (@Id, @Owner, @target, 'owed', 0, @FinishedAt, @FinishedAt)
ON CONFLICT (job) DO NOTHING

-- name: depths
SELECT lane AS Lane, COUNT(*) AS Depth FROM job WHERE status = 'queued' AND ending IS NULL GROUP BY lane
