-- Spending detail (holds, captures, releases) goes when its brand's time for it is over; what was bought and given stays for good.
-- Of a wallet a signed checkpoint takes the detail's place; of a sealed day a signed statement says what went and what is left.
-- A checkpoint is the one way to take anything out of the books: its entry deletes the detail that it stands for, and nothing else can.

-- What was forgotten of a sealed day, asset by asset. Times are milliseconds since 1970 UTC.
CREATE TABLE ledger_forgotten (
  day          TEXT    NOT NULL REFERENCES ledger_day (day),
  number       INTEGER NOT NULL CHECK (number > 0),           -- 1 for the day's first
  asset        TEXT    NOT NULL REFERENCES asset (name),
  closes_at    INTEGER NOT NULL,                              -- the day's end
  operations   INTEGER NOT NULL CHECK (operations > 0),       -- that went
  rest         BLOB    NOT NULL CHECK (length(rest) = 32),    -- as ledger_day.entries, over what is left
  key          TEXT    NOT NULL,
  signature    BLOB    NOT NULL,
  forgotten_at INTEGER NOT NULL,
  PRIMARY KEY (day, number),
  UNIQUE (day, asset)
) STRICT, WITHOUT ROWID;

CREATE INDEX ledger_forgotten_until ON ledger_forgotten (asset, closes_at);

CREATE TABLE ledger_forgotten_movement (
  day       TEXT    NOT NULL,
  asset     TEXT    NOT NULL,
  kind      TEXT    NOT NULL,
  lot_kind  TEXT    NOT NULL,
  source    TEXT    NOT NULL REFERENCES account (name),
  target    TEXT    NOT NULL REFERENCES account (name),
  transfers INTEGER NOT NULL CHECK (transfers > 0),
  amount    INTEGER NOT NULL CHECK (amount > 0),
  PRIMARY KEY (day, asset, kind, lot_kind, source, target)
) STRICT, WITHOUT ROWID;

-- Where a wallet's history begins that can be followed step by step.
CREATE TABLE wallet_checkpoint (
  wallet    TEXT    PRIMARY KEY REFERENCES wallet_head (wallet),
  sequence  INTEGER NOT NULL CHECK (sequence > 0),            -- the last operation that it covers
  chain     BLOB    NOT NULL CHECK (length(chain) = 32),      -- that operation's link
  content   TEXT    NOT NULL,                                 -- JSON: what is signed
  key       TEXT    NOT NULL,
  signature BLOB    NOT NULL
) STRICT, WITHOUT ROWID;

-- INSERT OR REPLACE would delete the old row without a word to the triggers, and upserts come by here too: an insert over a row is refused.
CREATE TRIGGER wallet_checkpoint_insert BEFORE INSERT ON wallet_checkpoint
WHEN EXISTS (SELECT 1 FROM wallet_checkpoint WHERE wallet = NEW.wallet)
  OR NOT EXISTS (SELECT 1 FROM operation o WHERE o.wallet = NEW.wallet AND o.sequence = NEW.sequence AND o.chain = NEW.chain)
  OR EXISTS (SELECT 1 FROM wallet_hold h WHERE h.wallet = NEW.wallet AND h.sequence <= NEW.sequence)
BEGIN SELECT RAISE(ABORT, 'a checkpoint stands at an operation, and before every open hold'); END;

CREATE TRIGGER wallet_checkpoint_update BEFORE UPDATE ON wallet_checkpoint
WHEN NEW.wallet <> OLD.wallet OR NEW.sequence <= OLD.sequence
  OR NOT EXISTS (SELECT 1 FROM operation o WHERE o.wallet = NEW.wallet AND o.sequence = NEW.sequence AND o.chain = NEW.chain)
  OR EXISTS (SELECT 1 FROM wallet_hold h WHERE h.wallet = NEW.wallet AND h.sequence <= NEW.sequence)
BEGIN SELECT RAISE(ABORT, 'a checkpoint only moves forward, to an operation before every open hold'); END;

CREATE TRIGGER wallet_checkpoint_delete BEFORE DELETE ON wallet_checkpoint
BEGIN SELECT RAISE(ABORT, 'a checkpoint only moves forward'); END;

-- Rows still never change; they go only where a checkpoint has taken their place.
DROP TRIGGER operation_delete;
CREATE TRIGGER operation_delete BEFORE DELETE ON operation
WHEN OLD.kind NOT IN ('hold', 'capture', 'release')
  OR NOT EXISTS (SELECT 1 FROM wallet_checkpoint c WHERE c.wallet = OLD.wallet AND c.sequence >= OLD.sequence)
BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;

DROP TRIGGER transfer_delete;
CREATE TRIGGER transfer_delete BEFORE DELETE ON transfer
WHEN NOT EXISTS (
  SELECT 1 FROM wallet_checkpoint c JOIN operation o ON o.wallet = c.wallet
  WHERE c.wallet = OLD.wallet AND c.sequence >= OLD.sequence AND o.sequence = OLD.sequence AND o.kind IN ('hold', 'capture', 'release'))
BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;

CREATE TRIGGER wallet_checkpoint_forget_first AFTER INSERT ON wallet_checkpoint
BEGIN
  DELETE FROM transfer WHERE wallet = NEW.wallet AND sequence IN (
    SELECT sequence FROM operation WHERE wallet = NEW.wallet AND sequence <= NEW.sequence AND kind IN ('hold', 'capture', 'release'));
  DELETE FROM operation WHERE wallet = NEW.wallet AND sequence <= NEW.sequence AND kind IN ('hold', 'capture', 'release');
END;

CREATE TRIGGER wallet_checkpoint_forget_more AFTER UPDATE ON wallet_checkpoint
BEGIN
  DELETE FROM transfer WHERE wallet = NEW.wallet AND sequence IN (
    SELECT sequence FROM operation WHERE wallet = NEW.wallet AND sequence <= NEW.sequence AND kind IN ('hold', 'capture', 'release'));
  DELETE FROM operation WHERE wallet = NEW.wallet AND sequence <= NEW.sequence AND kind IN ('hold', 'capture', 'release');
END;

CREATE TRIGGER ledger_forgotten_update BEFORE UPDATE ON ledger_forgotten
BEGIN SELECT RAISE(ABORT, 'what was said of a forgotten day stays as it is'); END;

CREATE TRIGGER ledger_forgotten_delete BEFORE DELETE ON ledger_forgotten
BEGIN SELECT RAISE(ABORT, 'what was said of a forgotten day stays as it is'); END;

CREATE TRIGGER ledger_forgotten_insert BEFORE INSERT ON ledger_forgotten
WHEN EXISTS (SELECT 1 FROM ledger_forgotten WHERE day = NEW.day AND (number = NEW.number OR asset = NEW.asset))
BEGIN SELECT RAISE(ABORT, 'what was said of a forgotten day stays as it is'); END;

CREATE TRIGGER ledger_forgotten_movement_update BEFORE UPDATE ON ledger_forgotten_movement
BEGIN SELECT RAISE(ABORT, 'what was said of a forgotten day stays as it is'); END;

CREATE TRIGGER ledger_forgotten_movement_delete BEFORE DELETE ON ledger_forgotten_movement
BEGIN SELECT RAISE(ABORT, 'what was said of a forgotten day stays as it is'); END;

-- The movements come first, then the statement that they belong to.
CREATE TRIGGER ledger_forgotten_movement_insert BEFORE INSERT ON ledger_forgotten_movement
WHEN EXISTS (SELECT 1 FROM ledger_forgotten WHERE day = NEW.day AND asset = NEW.asset)
  OR EXISTS (SELECT 1 FROM ledger_forgotten_movement WHERE day = NEW.day AND asset = NEW.asset AND kind = NEW.kind
    AND lot_kind = NEW.lot_kind AND source = NEW.source AND target = NEW.target)
BEGIN SELECT RAISE(ABORT, 'what was said of a forgotten day stays as it is'); END;
