-- name: find-wallet
SELECT h.wallet, h.asset, h.sequence, h.chain
FROM wallet_owner o JOIN wallet_head h ON h.wallet = o.wallet
WHERE o.owner = @owner

-- name: lots
SELECT lot, kind, granted_at AS grantedAt, expires_at AS expiresAt, granted, free, held, used, expired, reclaimed, debt
FROM wallet_lot
WHERE wallet = @wallet AND (free + held + debt > 0 OR kind = 'subscription')
ORDER BY lot

-- name: lots-moved-by
SELECT lot, kind, granted_at AS grantedAt, expires_at AS expiresAt, granted, free, held, used, expired, reclaimed, debt
FROM wallet_lot
WHERE wallet = @wallet AND lot IN (SELECT t.lot FROM transfer t WHERE t.wallet = @wallet AND t.sequence = @sequence)

-- name: holds
SELECT h.job, h.sequence, h.amount, h.at, t.lot, t.amount AS part
FROM wallet_hold h LEFT JOIN transfer t ON t.wallet = h.wallet AND t.sequence = h.sequence
WHERE h.wallet = @wallet
ORDER BY h.job, t.leg

-- name: recorded
SELECT o.sequence, o.id, o.kind, o.amount, o.lot_kind AS lotKind, o.lot_expires_at AS lotExpiresAt, o.at, o.reason, t.source, t.target, t.lot, t.amount AS moved
FROM operation o LEFT JOIN transfer t ON t.wallet = o.wallet AND t.sequence = o.sequence
WHERE o.wallet = @wallet AND o.id = @id
ORDER BY t.leg

-- name: history
SELECT o.sequence, o.kind,
  (SELECT sum(CASE 'wallet' WHEN t.target THEN t.amount WHEN t.source THEN -t.amount ELSE 0 END)
   FROM transfer t WHERE t.wallet = o.wallet AND t.sequence = o.sequence) AS amount,
  o.at, o.id
FROM operation o
WHERE o.wallet = (SELECT wallet FROM wallet_owner WHERE owner = @owner) AND o.sequence < @before
  AND EXISTS (SELECT 1 FROM transfer t WHERE t.wallet = o.wallet AND t.sequence = o.sequence)
ORDER BY o.sequence DESC
LIMIT @limit

-- name: open-holds
SELECT h.job, o.owner, h.amount, h.at
FROM wallet_hold h JOIN wallet_owner o ON o.wallet = h.wallet
WHERE h.at < @before
ORDER BY h.at
LIMIT @limit

-- name: due-owners
SELECT o.owner
FROM wallet_lot l JOIN wallet_owner o ON o.wallet = l.wallet
WHERE l.expires_at IS NOT NULL AND l.free > 0 AND l.expires_at <= @by
GROUP BY o.owner
ORDER BY min(l.expires_at)
LIMIT @limit

-- name: add-asset
INSERT INTO asset (name) VALUES (@asset) ON CONFLICT DO NOTHING

-- name: open-wallet
INSERT INTO wallet_head (wallet, asset, sequence, chain)
SELECT @wallet, @asset, 0, @chain WHERE NOT EXISTS (SELECT 1 FROM wallet_owner WHERE owner = @owner);
INSERT INTO wallet_owner (owner, wallet)
SELECT @owner, @wallet WHERE NOT EXISTS (SELECT 1 FROM wallet_owner WHERE owner = @owner)

-- name: lock-heads
SELECT h.wallet, h.asset, h.sequence, h.chain
FROM wallet_owner o JOIN wallet_head h ON h.wallet = o.wallet
WHERE o.owner = @owner AND h.wallet = @wallet

-- name: find-recorded
SELECT wallet, id FROM operation WHERE wallet = @wallet AND id = @id

-- name: append-operation
INSERT INTO operation (wallet, sequence, id, kind, amount, lot_kind, lot_expires_at, at, reason, chain)
VALUES (@wallet, @sequence, @id, @kind, @amount, @lotKind, @lotExpiresAt, @at, @reason, @chain)

-- name: append-transfer
INSERT INTO transfer (wallet, sequence, leg, asset, source, target, lot, amount)
VALUES (@wallet, @sequence, @leg, @asset, @source, @target, @lot, @amount)

-- name: move-head
UPDATE wallet_head SET sequence = @sequence, chain = @chain
WHERE wallet = @wallet AND sequence = @fromSequence AND chain = @fromChain

-- name: set-lot
INSERT INTO wallet_lot (wallet, lot, kind, granted_at, expires_at, granted, free, held, used, expired, reclaimed, debt)
VALUES (@wallet, @lot, @kind, @grantedAt, @expiresAt, @granted, @free, @held, @used, @expired, @reclaimed, @debt)
ON CONFLICT (wallet, lot) DO UPDATE SET granted = excluded.granted, free = excluded.free, held = excluded.held, used = excluded.used,
  expired = excluded.expired, reclaimed = excluded.reclaimed, debt = excluded.debt

-- name: add-hold
INSERT INTO wallet_hold (wallet, job, sequence, amount, at) VALUES (@wallet, @job, @sequence, @amount, @at)

-- name: remove-hold
DELETE FROM wallet_hold WHERE wallet = @wallet AND job = @job

-- name: forget-owner
DELETE FROM wallet_owner WHERE owner = @owner

-- name: check-heads
SELECT h.wallet, h.asset, h.sequence, h.chain, c.sequence AS coveredTo, c.chain AS coveredChain, c.content, c.key, c.signature
FROM wallet_head h LEFT JOIN wallet_checkpoint c ON c.wallet = h.wallet
WHERE h.wallet > @after
ORDER BY h.wallet
LIMIT @limit

-- name: check-lots
SELECT lot, kind, granted_at AS grantedAt, expires_at AS expiresAt, granted, free, held, used, expired, reclaimed, debt
FROM wallet_lot
WHERE wallet = @wallet
ORDER BY lot

-- name: check-operations
SELECT o.wallet, o.sequence, o.id, o.kind, o.amount, o.lot_kind AS lotKind, o.lot_expires_at AS lotExpiresAt, o.at, o.reason, o.chain,
  t.asset, t.source, t.target, t.lot, t.amount AS moved
FROM (SELECT * FROM operation WHERE (wallet, sequence) > (@wallet, @sequence) ORDER BY wallet, sequence LIMIT @limit) o
  LEFT JOIN transfer t ON t.wallet = o.wallet AND t.sequence = o.sequence
ORDER BY o.wallet, o.sequence, t.leg

-- name: check-stray-transfer
SELECT t.wallet, t.sequence
FROM transfer t LEFT JOIN operation o ON o.wallet = t.wallet AND o.sequence = t.sequence
WHERE o.wallet IS NULL
LIMIT 1
