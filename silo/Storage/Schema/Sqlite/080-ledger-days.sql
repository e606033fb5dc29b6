-- Days of the books that are sealed: what each one's entries come to, chained from day to day and signed. Times are milliseconds since 1970 UTC.
CREATE TABLE ledger_day (
  day        TEXT    PRIMARY KEY,                             -- 2026-03-01, in UTC
  opens_at   INTEGER NOT NULL,                                -- of the first day: 0, for everything before it
  closes_at  INTEGER NOT NULL CHECK (closes_at > opens_at),
  operations INTEGER NOT NULL,
  transfers  INTEGER NOT NULL,
  entries    BLOB    NOT NULL CHECK (length(entries) = 32),   -- over the chain links of the day's operations
  previous   BLOB    NOT NULL CHECK (length(previous) = 32),  -- the seal of the day before
  seal       BLOB    NOT NULL CHECK (length(seal) = 32),
  key        TEXT    NOT NULL,                                -- whose signature it is
  signature  BLOB    NOT NULL,
  sealed_at  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE ledger_day_account (
  day     TEXT    NOT NULL,
  asset   TEXT    NOT NULL,
  account TEXT    NOT NULL REFERENCES account (name),
  debits  INTEGER NOT NULL CHECK (debits >= 0),               -- what went out of it on the day
  credits INTEGER NOT NULL CHECK (credits >= 0),              -- what came into it
  balance INTEGER NOT NULL,                                   -- at the end of the day
  PRIMARY KEY (day, asset, account)
) STRICT, WITHOUT ROWID;

CREATE INDEX operation_at ON operation (at, wallet, sequence);

CREATE TRIGGER ledger_day_update BEFORE UPDATE ON ledger_day
BEGIN SELECT RAISE(ABORT, 'a sealed day stays as it is'); END;

CREATE TRIGGER ledger_day_delete BEFORE DELETE ON ledger_day
BEGIN SELECT RAISE(ABORT, 'a sealed day stays as it is'); END;

CREATE TRIGGER ledger_day_insert BEFORE INSERT ON ledger_day
WHEN EXISTS (SELECT 1 FROM ledger_day WHERE day >= NEW.day)
BEGIN SELECT RAISE(ABORT, 'a sealed day stays as it is'); END;

CREATE TRIGGER ledger_day_account_update BEFORE UPDATE ON ledger_day_account
BEGIN SELECT RAISE(ABORT, 'a sealed day stays as it is'); END;

CREATE TRIGGER ledger_day_account_delete BEFORE DELETE ON ledger_day_account
BEGIN SELECT RAISE(ABORT, 'a sealed day stays as it is'); END;

-- The totals of a day come first, then its seal.
CREATE TRIGGER ledger_day_account_insert BEFORE INSERT ON ledger_day_account
WHEN EXISTS (SELECT 1 FROM ledger_day WHERE day >= NEW.day)
BEGIN SELECT RAISE(ABORT, 'a sealed day stays as it is'); END;
