-- Clawbacks, debts and corrections: accounts and kinds of operations for them, and lots that stay when nothing is left of them, because
-- what was granted can be taken back later. SQLite changes no constraint in place, so the tables are made anew with their rows.
INSERT INTO account (name) VALUES ('refunds'), ('disputes'), ('debt');

CREATE TABLE new_operation (
  wallet         TEXT    NOT NULL REFERENCES wallet_head (wallet),
  sequence       INTEGER NOT NULL CHECK (sequence > 0),
  id             TEXT    NOT NULL,
  kind           TEXT    NOT NULL CHECK (kind IN (
    'grant', 'hold', 'capture', 'release', 'expire', 'refund', 'dispute', 'reinstatement', 'repayment', 'correction')),
  amount         INTEGER NOT NULL CHECK (amount >= 0),
  lot_kind       TEXT    CHECK (lot_kind IN ('subscription', 'promotional', 'paid')),
  lot_expires_at INTEGER,
  at             INTEGER NOT NULL,
  reason         TEXT,
  chain          BLOB    NOT NULL CHECK (length(chain) = 32),
  PRIMARY KEY (wallet, sequence),
  UNIQUE (wallet, id),
  CHECK ((kind = 'grant') = (lot_kind IS NOT NULL)),
  CHECK ((kind = 'correction') = (reason IS NOT NULL))
) STRICT, WITHOUT ROWID;

CREATE TABLE new_transfer (
  wallet   TEXT    NOT NULL,
  sequence INTEGER NOT NULL,
  leg      INTEGER NOT NULL CHECK (leg >= 0),
  asset    TEXT    NOT NULL REFERENCES asset (name),
  source   TEXT    NOT NULL REFERENCES account (name),
  target   TEXT    NOT NULL REFERENCES account (name),
  lot      INTEGER NOT NULL,
  amount   INTEGER NOT NULL CHECK (amount > 0),
  PRIMARY KEY (wallet, sequence, leg),
  FOREIGN KEY (wallet, sequence) REFERENCES new_operation (wallet, sequence),
  CHECK (source <> target)
) STRICT, WITHOUT ROWID;

INSERT INTO new_operation (wallet, sequence, id, kind, amount, lot_kind, lot_expires_at, at, chain)
SELECT wallet, sequence, id, kind, amount, lot_kind, lot_expires_at, at, chain FROM operation;

INSERT INTO new_transfer SELECT * FROM transfer;

DROP TABLE transfer;
DROP TABLE operation;
ALTER TABLE new_operation RENAME TO operation;
ALTER TABLE new_transfer RENAME TO transfer;

-- The triggers went with the tables.
CREATE TRIGGER operation_update BEFORE UPDATE ON operation
BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;

CREATE TRIGGER operation_delete BEFORE DELETE ON operation
BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;

CREATE TRIGGER operation_insert BEFORE INSERT ON operation
WHEN NEW.sequence <= (SELECT sequence FROM wallet_head WHERE wallet = NEW.wallet)
  OR EXISTS (SELECT 1 FROM operation WHERE wallet = NEW.wallet AND id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;

CREATE TRIGGER transfer_update BEFORE UPDATE ON transfer
BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;

CREATE TRIGGER transfer_delete BEFORE DELETE ON transfer
BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;

CREATE TRIGGER transfer_insert BEFORE INSERT ON transfer
WHEN NEW.sequence <= (SELECT sequence FROM wallet_head WHERE wallet = NEW.wallet)
  OR NEW.asset <> (SELECT asset FROM wallet_head WHERE wallet = NEW.wallet)
BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;

-- A lot is a fold of the transfers that name it: what is there of it, and what became of the rest.
DROP TABLE wallet_lot;
CREATE TABLE wallet_lot (
  wallet     TEXT    NOT NULL REFERENCES wallet_head (wallet),
  lot        INTEGER NOT NULL,
  kind       TEXT    NOT NULL,
  granted_at INTEGER NOT NULL,
  expires_at INTEGER,
  granted    INTEGER NOT NULL CHECK (granted >= 0),
  free       INTEGER NOT NULL CHECK (free >= 0),
  held       INTEGER NOT NULL CHECK (held >= 0),
  used       INTEGER NOT NULL CHECK (used >= 0),
  expired    INTEGER NOT NULL CHECK (expired >= 0),
  reclaimed  INTEGER NOT NULL CHECK (reclaimed BETWEEN 0 AND granted),
  debt       INTEGER NOT NULL CHECK (debt BETWEEN 0 AND reclaimed),
  PRIMARY KEY (wallet, lot)
) STRICT, WITHOUT ROWID;

INSERT INTO wallet_lot
SELECT o.wallet, o.sequence, o.lot_kind, o.at, o.lot_expires_at, o.amount,
  sum(CASE 'wallet' WHEN t.target THEN t.amount WHEN t.source THEN -t.amount ELSE 0 END),
  sum(CASE 'held' WHEN t.target THEN t.amount WHEN t.source THEN -t.amount ELSE 0 END),
  sum(CASE 'revenue' WHEN t.target THEN t.amount ELSE 0 END),
  sum(CASE 'expired' WHEN t.target THEN t.amount ELSE 0 END),
  0, 0
FROM operation o JOIN transfer t ON t.wallet = o.wallet AND t.lot = o.sequence
WHERE o.kind = 'grant'
GROUP BY o.wallet, o.sequence;

CREATE INDEX wallet_lot_due ON wallet_lot (expires_at) WHERE expires_at IS NOT NULL AND free > 0;

-- What a wallet loads: see the statement lots.
CREATE INDEX wallet_lot_live ON wallet_lot (wallet, lot) WHERE free + held + debt > 0 OR kind = 'subscription';

CREATE TRIGGER wallet_lot_delete BEFORE DELETE ON wallet_lot
BEGIN SELECT RAISE(ABORT, 'a lot stays'); END;

CREATE TRIGGER wallet_lot_update BEFORE UPDATE ON wallet_lot
WHEN NEW.wallet <> OLD.wallet OR NEW.lot <> OLD.lot OR NEW.kind <> OLD.kind OR NEW.granted_at <> OLD.granted_at OR NEW.expires_at IS NOT OLD.expires_at
BEGIN SELECT RAISE(ABORT, 'the terms of a lot stay'); END;
