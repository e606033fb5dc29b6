-- name: days-to-forget
-- Sealed days with details of an asset of which nothing was said yet, oldest first.
SELECT d.day
FROM ledger_day d
WHERE d.closes_at <= @before
  AND NOT EXISTS (SELECT 1 FROM ledger_forgotten f WHERE f.day = d.day AND f.asset = @asset)
  AND EXISTS (
    SELECT 1 FROM operation o JOIN wallet_head h ON h.wallet = o.wallet
    WHERE o.at >= d.opens_at AND o.at < d.closes_at AND o.kind IN ('hold', 'capture', 'release') AND h.asset = @asset)
ORDER BY d.day

-- name: spending-operations
SELECT count(*)
FROM operation o JOIN wallet_head h ON h.wallet = o.wallet
WHERE o.at >= @opensAt AND o.at < @closesAt AND o.kind IN ('hold', 'capture', 'release') AND h.asset = @asset

-- name: spending-movements
SELECT t.asset, o.kind, l.kind AS lotKind, t.source, t.target, count(*) AS transfers, sum(t.amount)::bigint AS amount
FROM operation o
  JOIN transfer t ON t.wallet = o.wallet AND t.sequence = o.sequence
  JOIN wallet_lot l ON l.wallet = t.wallet AND l.lot = t.lot
WHERE o.at >= @opensAt AND o.at < @closesAt AND o.kind IN ('hold', 'capture', 'release') AND t.asset = @asset
GROUP BY t.asset, o.kind, l.kind, t.source, t.target
ORDER BY o.kind, l.kind, t.source, t.target

-- name: forgotten-days
SELECT day, number, asset, closes_at AS closesAt, operations, rest, key, signature, forgotten_at AS forgottenAt
FROM ledger_forgotten
WHERE day = @day
ORDER BY number

-- name: forgotten-movements
SELECT asset, kind, lot_kind AS lotKind, source, target, transfers, amount
FROM ledger_forgotten_movement
WHERE day = @day AND asset = @asset
ORDER BY kind, lot_kind, source, target

-- name: add-forgotten-movement
INSERT INTO ledger_forgotten_movement (day, asset, kind, lot_kind, source, target, transfers, amount)
VALUES (@day, @asset, @kind, @lotKind, @source, @target, @transfers, @amount)

-- name: add-forgotten
INSERT INTO ledger_forgotten (day, number, asset, closes_at, operations, rest, key, signature, forgotten_at)
VALUES (@day, @number, @asset, @closesAt, @operations, @rest, @key, @signature, @forgottenAt)

-- name: details
-- By the order of time, so that a sweep goes through the old end of the books once.
SELECT o.at, o.wallet, o.sequence
FROM operation o JOIN wallet_head h ON h.wallet = o.wallet
WHERE (o.at, o.wallet, o.sequence) > (@at, @wallet, @sequence) AND o.at < @before AND o.kind IN ('hold', 'capture', 'release') AND h.asset = @asset
ORDER BY o.at, o.wallet, o.sequence
LIMIT @limit

-- name: oldest-hold
SELECT min(sequence) FROM wallet_hold WHERE wallet = @wallet

-- name: checkpoint
SELECT wallet, sequence, chain, content, key, signature FROM wallet_checkpoint WHERE wallet = @wallet

-- name: history
SELECT o.wallet, o.sequence, o.id, o.kind, o.amount, o.lot_kind AS lotKind, o.lot_expires_at AS lotExpiresAt, o.at, o.reason, o.chain,
  t.asset, t.source, t.target, t.lot, t.amount AS moved
FROM (SELECT * FROM operation WHERE wallet = @wallet AND sequence > @after ORDER BY sequence LIMIT @limit) o
  LEFT JOIN transfer t ON t.wallet = o.wallet AND t.sequence = o.sequence
ORDER BY o.sequence, t.leg

-- name: lock-wallet
-- Until the end, so that two that are at the same wallet come one after the other.
SELECT 1 FROM wallet_head WHERE wallet = @wallet FOR NO KEY UPDATE

-- name: add-checkpoint
INSERT INTO wallet_checkpoint (wallet, sequence, chain, content, key, signature)
SELECT @wallet, @sequence, @chain, @content, @key, @signature
WHERE NOT EXISTS (SELECT 1 FROM wallet_checkpoint WHERE wallet = @wallet)

-- name: move-checkpoint
UPDATE wallet_checkpoint SET sequence = @sequence, chain = @chain, content = @content, key = @key, signature = @signature
WHERE wallet = @wallet AND sequence = @from
