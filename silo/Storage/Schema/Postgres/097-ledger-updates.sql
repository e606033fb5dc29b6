-- An update of a lot or a head touches no index: what indexes of 'wallet_lot' are about is one column that changes when a lot comes to its
-- end, and not the amounts themselves, so that the new version stays in its page, without entries of its own in each index. Pages keep room for it.
ALTER TABLE wallet_lot ADD COLUMN live BOOLEAN NOT NULL GENERATED ALWAYS AS (free + held + debt > 0 OR kind = 'subscription') STORED;
DROP INDEX wallet_lot_live;
DROP INDEX wallet_lot_due;
CREATE INDEX wallet_lot_live ON wallet_lot (wallet, lot) WHERE live;
CREATE INDEX wallet_lot_due ON wallet_lot (expires_at) WHERE live AND expires_at IS NOT NULL;
ALTER TABLE wallet_lot SET (fillfactor = 60);
ALTER TABLE wallet_head SET (fillfactor = 60);

-- The same rules as before, looked at without a call of a function where they hold.
DROP TRIGGER wallet_lot_change ON wallet_lot;
CREATE TRIGGER wallet_lot_change BEFORE UPDATE ON wallet_lot FOR EACH ROW
  WHEN (NEW.wallet <> OLD.wallet OR NEW.lot <> OLD.lot OR NEW.kind <> OLD.kind OR NEW.granted_at <> OLD.granted_at
    OR NEW.expires_at IS DISTINCT FROM OLD.expires_at)
  EXECUTE FUNCTION ledger_lot_stays();
CREATE TRIGGER wallet_lot_delete BEFORE DELETE ON wallet_lot FOR EACH ROW EXECUTE FUNCTION ledger_lot_stays();
DROP TRIGGER wallet_head_change ON wallet_head;
CREATE TRIGGER wallet_head_change BEFORE UPDATE ON wallet_head FOR EACH ROW
  WHEN (NEW.sequence <= OLD.sequence OR NEW.wallet <> OLD.wallet OR NEW.asset <> OLD.asset)
  EXECUTE FUNCTION ledger_head_moves_forward();
CREATE TRIGGER wallet_head_delete BEFORE DELETE ON wallet_head FOR EACH ROW EXECUTE FUNCTION ledger_head_moves_forward();
