-- Days of the books that are sealed: what each one's entries come to, chained from day to day and signed. Times are milliseconds since 1970 UTC.
CREATE TABLE ledger_day (
  day        TEXT COLLATE "C" PRIMARY KEY,                    -- 2026-03-01, in UTC
  opens_at   BIGINT NOT NULL,                                 -- of the first day: 0, for everything before it
  closes_at  BIGINT NOT NULL CHECK (closes_at > opens_at),
  operations BIGINT NOT NULL,
  transfers  BIGINT NOT NULL,
  entries    BYTEA  NOT NULL CHECK (length(entries) = 32),    -- over the chain links of the day's operations
  previous   BYTEA  NOT NULL CHECK (length(previous) = 32),   -- the seal of the day before
  seal       BYTEA  NOT NULL CHECK (length(seal) = 32),
  key        TEXT   NOT NULL,                                 -- whose signature it is
  signature  BYTEA  NOT NULL,
  sealed_at  BIGINT NOT NULL
);

CREATE TABLE ledger_day_account (
  day     TEXT COLLATE "C" NOT NULL,
  asset   TEXT COLLATE "C" NOT NULL,
  account TEXT COLLATE "C" NOT NULL REFERENCES account (name),
  debits  BIGINT NOT NULL CHECK (debits >= 0),                -- what went out of it on the day
  credits BIGINT NOT NULL CHECK (credits >= 0),               -- what came into it
  balance BIGINT NOT NULL,                                    -- at the end of the day
  PRIMARY KEY (day, asset, account)
);

CREATE INDEX operation_at ON operation (at, wallet, sequence);

CREATE FUNCTION ledger_day_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'a sealed day stays as it is';
END $$;

-- The totals of a day come first, then its seal.
CREATE FUNCTION ledger_day_is_next() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM ledger_day WHERE day >= NEW.day) THEN
    RAISE EXCEPTION 'a sealed day stays as it is';
  END IF;
  RETURN NEW;
END $$;

CREATE TRIGGER ledger_day_change BEFORE UPDATE OR DELETE ON ledger_day FOR EACH ROW EXECUTE FUNCTION ledger_day_stays();
CREATE TRIGGER ledger_day_truncate BEFORE TRUNCATE ON ledger_day FOR EACH STATEMENT EXECUTE FUNCTION ledger_day_stays();
CREATE TRIGGER ledger_day_insert BEFORE INSERT ON ledger_day FOR EACH ROW EXECUTE FUNCTION ledger_day_is_next();
CREATE TRIGGER ledger_day_account_change BEFORE UPDATE OR DELETE ON ledger_day_account FOR EACH ROW EXECUTE FUNCTION ledger_day_stays();
CREATE TRIGGER ledger_day_account_truncate BEFORE TRUNCATE ON ledger_day_account FOR EACH STATEMENT EXECUTE FUNCTION ledger_day_stays();
CREATE TRIGGER ledger_day_account_insert BEFORE INSERT ON ledger_day_account FOR EACH ROW EXECUTE FUNCTION ledger_day_is_next();
