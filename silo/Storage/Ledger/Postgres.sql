-- name: find-wallet
SELECT h.wallet, h.asset, h.sequence, h.chain
FROM wallet_owner o JOIN wallet_head h ON h.wallet = o.wallet
WHERE o.owner = @owner

-- name: lots
SELECT lot, kind, granted_at AS grantedAt, expires_at AS expiresAt, granted, free, held, used, expired, reclaimed, debt
FROM wallet_lot
WHERE wallet = @wallet AND live
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
FROM unnest(@wallet::text[], @id::text[]) AS a (wallet, id)
  JOIN operation o ON o.wallet = a.wallet AND o.id = a.id
  LEFT JOIN transfer t ON t.wallet = o.wallet AND t.sequence = o.sequence
ORDER BY o.sequence, t.leg

-- name: history
SELECT o.sequence, o.kind,
  (SELECT sum(CASE 'wallet' WHEN t.target THEN t.amount WHEN t.source THEN -t.amount ELSE 0 END)::bigint
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
WHERE l.live AND l.expires_at IS NOT NULL AND l.free > 0 AND l.expires_at <= @by
GROUP BY o.owner
ORDER BY min(l.expires_at)
LIMIT @limit

-- name: add-asset
INSERT INTO asset (name) SELECT DISTINCT unnest(@asset::text[]) ON CONFLICT DO NOTHING

-- name: open-wallet
-- Owner and head in one statement, and the owner first: of two silos that open a wallet for somebody at the same time the second waits for
-- the first, finds the owner taken, and makes no head that nobody owns. In the order of the owners, so that they never wait for each other.
WITH opened AS (
  INSERT INTO wallet_owner (owner, wallet)
  SELECT a.owner, a.wallet FROM unnest(@owner::text[], @wallet::text[]) AS a (owner, wallet) ORDER BY a.owner
  ON CONFLICT (owner) DO NOTHING
  RETURNING wallet)
INSERT INTO wallet_head (wallet, asset, sequence, chain)
SELECT a.wallet, a.asset, 0, a.chain
FROM unnest(@wallet::text[], @asset::text[], @chain::bytea[]) AS a (wallet, asset, chain) JOIN opened o ON o.wallet = a.wallet

-- name: lock-heads
-- Locks the heads until the end, in the order of their names, so that two silos never wait for each other: who comes second waits here
-- and then finds them elsewhere, before it has written anything.
SELECT h.wallet, h.asset, h.sequence, h.chain
FROM unnest(@owner::text[], @wallet::text[]) AS a (owner, wallet)
  JOIN wallet_owner o ON o.owner = a.owner AND o.wallet = a.wallet
  JOIN wallet_head h ON h.wallet = o.wallet
ORDER BY h.wallet
FOR NO KEY UPDATE OF h

-- name: find-recorded
SELECT o.wallet, o.id
FROM unnest(@wallet::text[], @id::text[]) AS a (wallet, id) JOIN operation o ON o.wallet = a.wallet AND o.id = a.id

-- name: append-operation
INSERT INTO operation (wallet, sequence, id, kind, amount, lot_kind, lot_expires_at, at, reason, chain)
SELECT * FROM unnest(
  @wallet::text[], @sequence::bigint[], @id::text[], @kind::text[], @amount::bigint[], @lotKind::text[], @lotExpiresAt::bigint[], @at::bigint[],
  @reason::text[], @chain::bytea[])

-- name: append-transfer
INSERT INTO transfer (wallet, sequence, leg, asset, source, target, lot, amount)
SELECT * FROM unnest(
  @wallet::text[], @sequence::bigint[], @leg::bigint[], @asset::text[], @source::text[], @target::text[], @lot::bigint[], @amount::bigint[])

-- name: move-head
UPDATE wallet_head h SET sequence = a.sequence, chain = a.chain
FROM unnest(@wallet::text[], @sequence::bigint[], @chain::bytea[], @fromSequence::bigint[], @fromChain::bytea[])
  AS a (wallet, sequence, chain, from_sequence, from_chain)
WHERE h.wallet = a.wallet AND h.sequence = a.from_sequence AND h.chain = a.from_chain

-- name: set-lot
INSERT INTO wallet_lot (wallet, lot, kind, granted_at, expires_at, granted, free, held, used, expired, reclaimed, debt)
SELECT * FROM unnest(
  @wallet::text[], @lot::bigint[], @kind::text[], @grantedAt::bigint[], @expiresAt::bigint[], @granted::bigint[], @free::bigint[], @held::bigint[],
  @used::bigint[], @expired::bigint[], @reclaimed::bigint[], @debt::bigint[])
ON CONFLICT (wallet, lot) DO UPDATE SET granted = excluded.granted, free = excluded.free, held = excluded.held, used = excluded.used,
  expired = excluded.expired, reclaimed = excluded.reclaimed, debt = excluded.debt

-- name: add-hold
INSERT INTO wallet_hold (wallet, job, sequence, amount, at)
SELECT * FROM unnest(@wallet::text[], @job::text[], @sequence::bigint[], @amount::bigint[], @at::bigint[])

-- name: remove-hold
DELETE FROM wallet_hold h USING unnest(@wallet::text[], @job::text[]) AS a (wallet, job)
WHERE h.wallet = a.wallet AND h.job = a.job

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
