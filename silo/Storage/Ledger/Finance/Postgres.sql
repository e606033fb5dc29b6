-- name: first-entry
SELECT min(at) FROM operation

-- name: first-entry-since
SELECT min(at) FROM operation WHERE at >= @since

-- name: days
SELECT day, opens_at AS opensAt, closes_at AS closesAt, operations, transfers, entries, previous, seal, key, signature, sealed_at AS sealedAt
FROM ledger_day
WHERE day > @after
ORDER BY day
LIMIT @limit

-- name: last-day
SELECT day, opens_at AS opensAt, closes_at AS closesAt, operations, transfers, entries, previous, seal, key, signature, sealed_at AS sealedAt
FROM ledger_day
ORDER BY day DESC
LIMIT 1

-- name: one-day
SELECT day, opens_at AS opensAt, closes_at AS closesAt, operations, transfers, entries, previous, seal, key, signature, sealed_at AS sealedAt
FROM ledger_day
WHERE day = @day

-- name: day-accounts
SELECT asset, account, debits, credits, balance FROM ledger_day_account WHERE day = @day ORDER BY asset, account

-- name: day-operations
SELECT o.wallet, o.sequence, o.chain, o.kind, h.asset
FROM operation o JOIN wallet_head h ON h.wallet = o.wallet
WHERE o.at >= @opensAt AND o.at < @closesAt
ORDER BY o.wallet, o.sequence

-- name: day-movements
SELECT t.asset, o.kind, t.source, t.target, count(*) AS transfers, sum(t.amount)::bigint AS amount
FROM operation o JOIN transfer t ON t.wallet = o.wallet AND t.sequence = o.sequence
WHERE o.at >= @opensAt AND o.at < @closesAt
GROUP BY t.asset, o.kind, t.source, t.target

-- name: add-day-account
INSERT INTO ledger_day_account (day, asset, account, debits, credits, balance) VALUES (@day, @asset, @account, @debits, @credits, @balance)

-- name: add-day
INSERT INTO ledger_day (day, opens_at, closes_at, operations, transfers, entries, previous, seal, key, signature, sealed_at)
VALUES (@day, @opensAt, @closesAt, @operations, @transfers, @entries, @previous, @seal, @key, @signature, @sealedAt)

-- name: export
SELECT o.at, o.wallet, o.sequence, t.leg, o.id, o.kind, t.asset, t.source, t.target, t.lot, t.amount
FROM (
    SELECT at, wallet, sequence, id, kind FROM operation
    WHERE (at, wallet, sequence) > (@at, @wallet, @sequence) AND at < @until
    ORDER BY at, wallet, sequence
    LIMIT @limit) o
  LEFT JOIN transfer t ON t.wallet = o.wallet AND t.sequence = o.sequence
ORDER BY o.at, o.wallet, o.sequence, t.leg

-- name: wallet-assets
SELECT wallet, asset FROM wallet_head WHERE wallet = ANY(@wallets)

-- name: movements
-- Of an asset's details everything before one moment is forgotten. Those from before that are still there were counted when their day was.
SELECT t.asset, o.kind, g.lot_kind AS lotKind, t.source, t.target, count(*) AS transfers, sum(t.amount)::bigint AS amount
FROM operation o
  JOIN transfer t ON t.wallet = o.wallet AND t.sequence = o.sequence
  LEFT JOIN operation g ON g.wallet = t.wallet AND g.sequence = t.lot
WHERE o.at >= @since AND o.at < @until
  AND NOT (o.kind IN ('hold', 'capture', 'release') AND o.at < coalesce((SELECT max(f.closes_at) FROM ledger_forgotten f WHERE f.asset = t.asset), 0))
GROUP BY t.asset, o.kind, g.lot_kind, t.source, t.target
ORDER BY t.asset, o.kind, g.lot_kind, t.source, t.target

-- name: forgotten
-- What was forgotten is known by whole days only.
SELECT m.asset, m.kind, m.lot_kind AS lotKind, m.source, m.target, sum(m.transfers)::bigint AS transfers, sum(m.amount)::bigint AS amount
FROM ledger_forgotten f JOIN ledger_forgotten_movement m ON m.day = f.day AND m.asset = f.asset
WHERE f.closes_at - 86400000 >= @since AND f.closes_at - 86400000 < @reached AND f.closes_at <= @until
GROUP BY m.asset, m.kind, m.lot_kind, m.source, m.target
ORDER BY m.asset, m.kind, m.lot_kind, m.source, m.target

-- name: checkpoint
SELECT c.wallet, c.sequence, c.chain, c.content, c.key, c.signature,
  (SELECT max(f.closes_at) FROM ledger_forgotten f JOIN wallet_head h ON h.asset = f.asset WHERE h.wallet = c.wallet) AS until
FROM wallet_checkpoint c
WHERE c.wallet = @wallet AND c.sequence > @after

-- name: unspent
SELECT h.asset, l.kind AS lotKind, l.granted_at / 86400000 AS grantedOn, count(*) AS lots, sum(l.free)::bigint AS free, sum(l.held)::bigint AS held
FROM wallet_lot l JOIN wallet_head h ON h.wallet = l.wallet
WHERE l.wallet >= @first AND l.wallet < @behind AND l.free + l.held > 0
GROUP BY h.asset, l.kind, l.granted_at / 86400000
ORDER BY h.asset, l.kind, l.granted_at / 86400000

-- name: wallet-of
SELECT wallet FROM wallet_owner WHERE owner = @owner

-- name: statement
SELECT o.at, o.wallet, o.sequence, t.leg, o.id, o.kind, t.asset, t.source, t.target, t.lot, t.amount
FROM (
    SELECT at, wallet, sequence, id, kind FROM operation
    WHERE wallet = @wallet AND sequence > @after
    ORDER BY sequence
    LIMIT @limit) o
  LEFT JOIN transfer t ON t.wallet = o.wallet AND t.sequence = o.sequence
ORDER BY o.sequence, t.leg
