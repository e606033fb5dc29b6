-- The books. 'operation' and 'transfer' are the truth: append-only, chained per wallet, numbered without gaps.
-- 'wallet_lot' and 'wallet_hold' are folds of them, moved in the same transaction, so that a wallet loads in constant time.
-- 'wallet_head' is the one row per wallet that every append moves by compare-and-set.
-- Times are milliseconds since 1970 UTC. Names compare by their bytes, whatever the database's language is: the code does so too.

CREATE TABLE account (
  name TEXT COLLATE "C" PRIMARY KEY
);

INSERT INTO account (name) VALUES
  ('wallet'), ('held'), ('promotions'), ('deferred-revenue'), ('revenue'), ('expired');

CREATE TABLE asset (
  name TEXT COLLATE "C" PRIMARY KEY
);

CREATE TABLE wallet_head (
  wallet   TEXT COLLATE "C" PRIMARY KEY,
  asset    TEXT COLLATE "C" NOT NULL REFERENCES asset (name),
  sequence BIGINT NOT NULL CHECK (sequence >= 0),
  chain    BYTEA  NOT NULL CHECK (length(chain) = 32)
);

-- The only place that says whose a wallet is. Forgetting somebody deletes this row and nothing of the books.
CREATE TABLE wallet_owner (
  owner  TEXT COLLATE "C" PRIMARY KEY,
  wallet TEXT COLLATE "C" NOT NULL UNIQUE REFERENCES wallet_head (wallet)
);

CREATE TABLE operation (
  wallet         TEXT COLLATE "C" NOT NULL REFERENCES wallet_head (wallet),
  sequence       BIGINT NOT NULL CHECK (sequence > 0),
  id             TEXT COLLATE "C" NOT NULL,
  kind           TEXT   NOT NULL CHECK (kind IN ('grant', 'hold', 'capture', 'release', 'expire')),
  amount         BIGINT NOT NULL CHECK (amount >= 0),
  lot_kind       TEXT   CHECK (lot_kind IN ('subscription', 'promotional', 'paid')),
  lot_expires_at BIGINT,
  at             BIGINT NOT NULL,
  chain          BYTEA  NOT NULL CHECK (length(chain) = 32),
  PRIMARY KEY (wallet, sequence),
  UNIQUE (wallet, id),
  CHECK ((kind = 'grant') = (lot_kind IS NOT NULL))
);

CREATE TABLE transfer (
  wallet   TEXT COLLATE "C" NOT NULL,
  sequence BIGINT NOT NULL,
  leg      BIGINT NOT NULL CHECK (leg >= 0),
  asset    TEXT COLLATE "C" NOT NULL REFERENCES asset (name),
  source   TEXT COLLATE "C" NOT NULL REFERENCES account (name),
  target   TEXT COLLATE "C" NOT NULL REFERENCES account (name),
  lot      BIGINT NOT NULL,
  amount   BIGINT NOT NULL CHECK (amount > 0),
  PRIMARY KEY (wallet, sequence, leg),
  FOREIGN KEY (wallet, sequence) REFERENCES operation (wallet, sequence),
  CHECK (source <> target)
);

CREATE TABLE wallet_lot (
  wallet     TEXT COLLATE "C" NOT NULL REFERENCES wallet_head (wallet),
  lot        BIGINT NOT NULL,
  kind       TEXT   NOT NULL,
  granted_at BIGINT NOT NULL,
  expires_at BIGINT,
  free       BIGINT NOT NULL CHECK (free >= 0),
  held       BIGINT NOT NULL CHECK (held >= 0),
  PRIMARY KEY (wallet, lot)
);

CREATE INDEX wallet_lot_due ON wallet_lot (expires_at) WHERE expires_at IS NOT NULL AND free > 0;

-- The lots of a hold are the legs of the operation that made it.
CREATE TABLE wallet_hold (
  wallet   TEXT COLLATE "C" NOT NULL REFERENCES wallet_head (wallet),
  job      TEXT COLLATE "C" NOT NULL,
  sequence BIGINT NOT NULL,
  amount   BIGINT NOT NULL CHECK (amount >= 0),
  at       BIGINT NOT NULL,
  PRIMARY KEY (wallet, job)
);

CREATE INDEX wallet_hold_age ON wallet_hold (at);

-- Append-only. Nothing is changed or taken away (TRUNCATE would do so without a word to the row triggers), and nothing is slipped in at or
-- below a head: operations and transfers are inserted first, then the head moves.
CREATE FUNCTION ledger_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the ledger is append-only';
END $$;

CREATE FUNCTION ledger_entry_is_above_head() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.sequence <= (SELECT sequence FROM wallet_head WHERE wallet = NEW.wallet) THEN
    RAISE EXCEPTION 'the ledger is append-only';
  END IF;
  RETURN NEW;
END $$;

CREATE FUNCTION ledger_transfer_is_of_wallet() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.asset <> (SELECT asset FROM wallet_head WHERE wallet = NEW.wallet) THEN
    RAISE EXCEPTION 'the ledger is append-only';
  END IF;
  RETURN NEW;
END $$;

CREATE FUNCTION ledger_head_moves_forward() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP <> 'UPDATE' OR NEW.sequence <= OLD.sequence OR NEW.wallet <> OLD.wallet OR NEW.asset <> OLD.asset THEN
    RAISE EXCEPTION 'a head only moves forward';
  END IF;
  RETURN NEW;
END $$;

CREATE TRIGGER operation_change BEFORE UPDATE OR DELETE ON operation FOR EACH ROW EXECUTE FUNCTION ledger_is_append_only();
CREATE TRIGGER operation_truncate BEFORE TRUNCATE ON operation FOR EACH STATEMENT EXECUTE FUNCTION ledger_is_append_only();
CREATE TRIGGER operation_insert BEFORE INSERT ON operation FOR EACH ROW EXECUTE FUNCTION ledger_entry_is_above_head();
CREATE TRIGGER transfer_change BEFORE UPDATE OR DELETE ON transfer FOR EACH ROW EXECUTE FUNCTION ledger_is_append_only();
CREATE TRIGGER transfer_truncate BEFORE TRUNCATE ON transfer FOR EACH STATEMENT EXECUTE FUNCTION ledger_is_append_only();
CREATE TRIGGER transfer_insert BEFORE INSERT ON transfer FOR EACH ROW EXECUTE FUNCTION ledger_entry_is_above_head();
CREATE TRIGGER transfer_insert_asset BEFORE INSERT ON transfer FOR EACH ROW EXECUTE FUNCTION ledger_transfer_is_of_wallet();
CREATE TRIGGER wallet_head_change BEFORE UPDATE OR DELETE ON wallet_head FOR EACH ROW EXECUTE FUNCTION ledger_head_moves_forward();
CREATE TRIGGER wallet_head_truncate BEFORE TRUNCATE ON wallet_head FOR EACH STATEMENT EXECUTE FUNCTION ledger_head_moves_forward();
