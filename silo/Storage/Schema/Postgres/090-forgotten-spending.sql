-- Spending detail (holds, captures, releases) goes when its brand's time for it is over; what was bought and given stays for good.
-- Of a wallet a signed checkpoint takes the detail's place; of a sealed day a signed statement says what went and what is left.
-- A checkpoint is the one way to take anything out of the books: its entry deletes the detail that it stands for, and nothing else can.

CREATE FUNCTION ledger_is_spending(kind TEXT) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
  SELECT kind IN ('hold', 'capture', 'release')
$$;

-- What was forgotten of a sealed day, asset by asset. Times are milliseconds since 1970 UTC.
CREATE TABLE ledger_forgotten (
  day          TEXT COLLATE "C" NOT NULL REFERENCES ledger_day (day),
  number       BIGINT NOT NULL CHECK (number > 0),            -- 1 for the day's first
  asset        TEXT COLLATE "C" NOT NULL REFERENCES asset (name),
  closes_at    BIGINT NOT NULL,                               -- the day's end
  operations   BIGINT NOT NULL CHECK (operations > 0),        -- that went
  rest         BYTEA  NOT NULL CHECK (length(rest) = 32),     -- as ledger_day.entries, over what is left
  key          TEXT   NOT NULL,
  signature    BYTEA  NOT NULL,
  forgotten_at BIGINT NOT NULL,
  PRIMARY KEY (day, number),
  UNIQUE (day, asset)
);

CREATE INDEX ledger_forgotten_until ON ledger_forgotten (asset, closes_at);

CREATE TABLE ledger_forgotten_movement (
  day       TEXT COLLATE "C" NOT NULL,
  asset     TEXT COLLATE "C" NOT NULL,
  kind      TEXT COLLATE "C" NOT NULL,
  lot_kind  TEXT COLLATE "C" NOT NULL,
  source    TEXT COLLATE "C" NOT NULL REFERENCES account (name),
  target    TEXT COLLATE "C" NOT NULL REFERENCES account (name),
  transfers BIGINT NOT NULL CHECK (transfers > 0),
  amount    BIGINT NOT NULL CHECK (amount > 0),
  PRIMARY KEY (day, asset, kind, lot_kind, source, target)
);

-- Where a wallet's history begins that can be followed step by step.
CREATE TABLE wallet_checkpoint (
  wallet    TEXT COLLATE "C" PRIMARY KEY REFERENCES wallet_head (wallet),
  sequence  BIGINT NOT NULL CHECK (sequence > 0),             -- the last operation that it covers
  chain     BYTEA  NOT NULL CHECK (length(chain) = 32),       -- that operation's link
  content   TEXT   NOT NULL,                                  -- JSON: what is signed
  key       TEXT   NOT NULL,
  signature BYTEA  NOT NULL
);

CREATE FUNCTION ledger_checkpoint_moves_forward() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP NOT IN ('INSERT', 'UPDATE') THEN
    RAISE EXCEPTION 'a checkpoint only moves forward';
  END IF;
  IF TG_OP = 'UPDATE' AND (NEW.wallet <> OLD.wallet OR NEW.sequence <= OLD.sequence) THEN
    RAISE EXCEPTION 'a checkpoint only moves forward';
  END IF;
  IF NOT EXISTS (SELECT 1 FROM operation o WHERE o.wallet = NEW.wallet AND o.sequence = NEW.sequence AND o.chain = NEW.chain)
    OR EXISTS (SELECT 1 FROM wallet_hold h WHERE h.wallet = NEW.wallet AND h.sequence <= NEW.sequence)
  THEN
    RAISE EXCEPTION 'a checkpoint stands at an operation, and before every open hold';
  END IF;
  RETURN NEW;
END $$;

-- With its owner's rights: who enters checkpoints needs none to delete anything.
CREATE FUNCTION ledger_forget_spending() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
  DELETE FROM transfer t USING operation o
  WHERE t.wallet = NEW.wallet AND t.sequence <= NEW.sequence
    AND o.wallet = t.wallet AND o.sequence = t.sequence AND ledger_is_spending(o.kind);
  DELETE FROM operation o WHERE o.wallet = NEW.wallet AND o.sequence <= NEW.sequence AND ledger_is_spending(o.kind);
  RETURN NULL;
END $$;

CREATE TRIGGER wallet_checkpoint_change BEFORE INSERT OR UPDATE OR DELETE ON wallet_checkpoint FOR EACH ROW EXECUTE FUNCTION ledger_checkpoint_moves_forward();
CREATE TRIGGER wallet_checkpoint_truncate BEFORE TRUNCATE ON wallet_checkpoint FOR EACH STATEMENT EXECUTE FUNCTION ledger_checkpoint_moves_forward();
CREATE TRIGGER wallet_checkpoint_forget AFTER INSERT OR UPDATE ON wallet_checkpoint FOR EACH ROW EXECUTE FUNCTION ledger_forget_spending();

-- Rows still never change; they go only where a checkpoint has taken their place.
CREATE FUNCTION ledger_entry_stays_unless_covered() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' AND EXISTS (
    SELECT 1 FROM wallet_checkpoint c JOIN operation o ON o.wallet = c.wallet
    WHERE c.wallet = OLD.wallet AND c.sequence >= OLD.sequence AND o.sequence = OLD.sequence AND ledger_is_spending(o.kind))
  THEN
    RETURN OLD;
  END IF;
  RAISE EXCEPTION 'the ledger is append-only';
END $$;

DROP TRIGGER operation_change ON operation;
DROP TRIGGER transfer_change ON transfer;
CREATE TRIGGER operation_change BEFORE UPDATE OR DELETE ON operation FOR EACH ROW EXECUTE FUNCTION ledger_entry_stays_unless_covered();
CREATE TRIGGER transfer_change BEFORE UPDATE OR DELETE ON transfer FOR EACH ROW EXECUTE FUNCTION ledger_entry_stays_unless_covered();

CREATE FUNCTION ledger_statement_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'what was said of a forgotten day stays as it is';
END $$;

-- The movements come first, then the statement that they belong to.
CREATE FUNCTION ledger_movement_is_before_statement() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM ledger_forgotten WHERE day = NEW.day AND asset = NEW.asset) THEN
    RAISE EXCEPTION 'what was said of a forgotten day stays as it is';
  END IF;
  RETURN NEW;
END $$;

CREATE TRIGGER ledger_forgotten_change BEFORE UPDATE OR DELETE ON ledger_forgotten FOR EACH ROW EXECUTE FUNCTION ledger_statement_stays();
CREATE TRIGGER ledger_forgotten_truncate BEFORE TRUNCATE ON ledger_forgotten FOR EACH STATEMENT EXECUTE FUNCTION ledger_statement_stays();
CREATE TRIGGER ledger_forgotten_movement_change BEFORE UPDATE OR DELETE ON ledger_forgotten_movement FOR EACH ROW EXECUTE FUNCTION ledger_statement_stays();
CREATE TRIGGER ledger_forgotten_movement_truncate BEFORE TRUNCATE ON ledger_forgotten_movement FOR EACH STATEMENT EXECUTE FUNCTION ledger_statement_stays();
CREATE TRIGGER ledger_forgotten_movement_insert BEFORE INSERT ON ledger_forgotten_movement FOR EACH ROW EXECUTE FUNCTION ledger_movement_is_before_statement();
