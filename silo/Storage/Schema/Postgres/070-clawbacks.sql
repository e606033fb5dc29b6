-- Clawbacks, debts and corrections: accounts and kinds of operations for them, and lots that stay when nothing is left of them, because
-- what was granted can be taken back later.
INSERT INTO account (name) VALUES ('refunds'), ('disputes'), ('debt');

ALTER TABLE operation
  ADD COLUMN reason TEXT,
  DROP CONSTRAINT operation_kind_check,
  ADD CONSTRAINT operation_kind_check CHECK (kind IN (
    'grant', 'hold', 'capture', 'release', 'expire', 'refund', 'dispute', 'reinstatement', 'repayment', 'correction')),
  ADD CONSTRAINT operation_reason_check CHECK ((kind = 'correction') = (reason IS NOT NULL));

-- A lot is a fold of the transfers that name it: what is there of it, and what became of the rest.
DROP TABLE wallet_lot;
CREATE TABLE wallet_lot (
  wallet     TEXT COLLATE "C" NOT NULL REFERENCES wallet_head (wallet),
  lot        BIGINT NOT NULL,
  kind       TEXT   NOT NULL,
  granted_at BIGINT NOT NULL,
  expires_at BIGINT,
  granted    BIGINT NOT NULL CHECK (granted >= 0),
  free       BIGINT NOT NULL CHECK (free >= 0),
  held       BIGINT NOT NULL CHECK (held >= 0),
  used       BIGINT NOT NULL CHECK (used >= 0),
  expired    BIGINT NOT NULL CHECK (expired >= 0),
  reclaimed  BIGINT NOT NULL CHECK (reclaimed BETWEEN 0 AND granted),
  debt       BIGINT NOT NULL CHECK (debt BETWEEN 0 AND reclaimed),
  PRIMARY KEY (wallet, lot)
);

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

CREATE FUNCTION ledger_lot_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP <> 'UPDATE' OR NEW.wallet <> OLD.wallet OR NEW.lot <> OLD.lot OR NEW.kind <> OLD.kind OR NEW.granted_at <> OLD.granted_at
    OR NEW.expires_at IS DISTINCT FROM OLD.expires_at THEN
    RAISE EXCEPTION 'a lot stays, and so do its terms';
  END IF;
  RETURN NEW;
END $$;

CREATE TRIGGER wallet_lot_change BEFORE UPDATE OR DELETE ON wallet_lot FOR EACH ROW EXECUTE FUNCTION ledger_lot_stays();
CREATE TRIGGER wallet_lot_truncate BEFORE TRUNCATE ON wallet_lot FOR EACH STATEMENT EXECUTE FUNCTION ledger_lot_stays();
