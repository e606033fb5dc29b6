-- The books. 'operation' and 'transfer' are the truth: append-only, chained per wallet, numbered without gaps.
-- 'wallet_lot' and 'wallet_hold' are folds of them, moved in the same transaction, so that a wallet loads in constant time.
-- 'wallet_head' is the one row per wallet that every append moves by compare-and-set.
-- Times are milliseconds since 1970 UTC.

CREATE TABLE account (
  name TEXT PRIMARY KEY
) STRICT, WITHOUT ROWID;

INSERT INTO account (name) VALUES
  ('wallet'), ('held'), ('promotions'), ('deferred-revenue'), ('revenue'), ('expired');

CREATE TABLE asset (
  name TEXT PRIMARY KEY
) STRICT, WITHOUT ROWID;

-- The only place that says whose a wallet is. Forgetting somebody deletes this row and nothing of the books.
CREATE TABLE wallet_owner (
  owner  TEXT PRIMARY KEY,
  wallet TEXT NOT NULL UNIQUE REFERENCES wallet_head (wallet)
) STRICT, WITHOUT ROWID;

CREATE TABLE wallet_head (
  wallet   TEXT    PRIMARY KEY,
  asset    TEXT    NOT NULL REFERENCES asset (name),
  sequence INTEGER NOT NULL CHECK (sequence >= 0),
  chain    BLOB    NOT NULL CHECK (length(chain) = 32)
) STRICT, WITHOUT ROWID;

CREATE TABLE operation (
  wallet         TEXT    NOT NULL REFERENCES wallet_head (wallet),
  sequence       INTEGER NOT NULL CHECK (sequence > 0),
  id             TEXT    NOT NULL,
  kind           TEXT    NOT NULL CHECK (kind IN ('grant', 'hold', 'capture', 'release', 'expire')),
  amount         INTEGER NOT NULL CHECK (amount >= 0),
  lot_kind       TEXT    CHECK (lot_kind IN ('subscription', 'promotional', 'paid')),
  lot_expires_at INTEGER,
  at             INTEGER NOT NULL,
  chain          BLOB    NOT NULL CHECK (length(chain) = 32),
  PRIMARY KEY (wallet, sequence),
  UNIQUE (wallet, id),
  CHECK ((kind = 'grant') = (lot_kind IS NOT NULL))
) STRICT, WITHOUT ROWID;

CREATE TABLE transfer (
  wallet   TEXT    NOT NULL,
  sequence INTEGER NOT NULL,
  leg      INTEGER NOT NULL CHECK (leg >= 0),
  asset    TEXT    NOT NULL REFERENCES asset (name),
  source   TEXT    NOT NULL REFERENCES account (name),
  target   TEXT    NOT NULL REFERENCES account (name),
  lot      INTEGER NOT NULL,
  amount   INTEGER NOT NULL CHECK (amount > 0),
  PRIMARY KEY (wallet, sequence, leg),
  FOREIGN KEY (wallet, sequence) REFERENCES operation (wallet, sequence),
  CHECK (source <> target)
) STRICT, WITHOUT ROWID;

CREATE TABLE wallet_lot (
  wallet     TEXT    NOT NULL REFERENCES wallet_head (wallet),
  lot        INTEGER NOT NULL,
  kind       TEXT    NOT NULL,
  granted_at INTEGER NOT NULL,
  expires_at INTEGER,
  free       INTEGER NOT NULL CHECK (free >= 0),
  held       INTEGER NOT NULL CHECK (held >= 0),
  PRIMARY KEY (wallet, lot)
) STRICT, WITHOUT ROWID;

CREATE INDEX wallet_lot_due ON wallet_lot (expires_at) WHERE expires_at IS NOT NULL AND free > 0;

-- The lots of a hold are the legs of the operation that made it.
CREATE TABLE wallet_hold (
  wallet   TEXT    NOT NULL REFERENCES wallet_head (wallet),
  job      TEXT    NOT NULL,
  sequence INTEGER NOT NULL,
  amount   INTEGER NOT NULL CHECK (amount >= 0),
  at       INTEGER NOT NULL,
  PRIMARY KEY (wallet, job)
) STRICT, WITHOUT ROWID;

CREATE INDEX wallet_hold_age ON wallet_hold (at);

-- Append-only. The INSERT triggers keep INSERT OR REPLACE from deleting a row behind the DELETE trigger's back, and keep
-- anything from being slipped in at or below a head: operations and transfers are inserted first, then the head moves.
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

CREATE TRIGGER wallet_head_update BEFORE UPDATE ON wallet_head
WHEN NEW.sequence <= OLD.sequence OR NEW.wallet <> OLD.wallet OR NEW.asset <> OLD.asset
BEGIN SELECT RAISE(ABORT, 'a head only moves forward'); END;

CREATE TRIGGER wallet_head_delete BEFORE DELETE ON wallet_head
BEGIN SELECT RAISE(ABORT, 'a head only moves forward'); END;

CREATE TRIGGER wallet_head_insert BEFORE INSERT ON wallet_head
WHEN EXISTS (SELECT 1 FROM wallet_head WHERE wallet = NEW.wallet)
BEGIN SELECT RAISE(ABORT, 'a head only moves forward'); END;
