-- The writer enters the operations and transfers of many wallets with one statement each, so they are checked with one query each, and
-- not row by row. What foreign keys of 'operation' and 'transfer' looked up for every row is part of it; what they kept from going
-- is kept by triggers below. Entries are found by index whatever the statistics say at the time when a plan is made.

CREATE FUNCTION ledger_operations_are_above_heads() RETURNS trigger LANGUAGE plpgsql
SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM entered e LEFT JOIN wallet_head h ON h.wallet = e.wallet WHERE h.wallet IS NULL OR e.sequence <= h.sequence) THEN
    RAISE EXCEPTION 'the ledger is append-only';
  END IF;
  RETURN NULL;
END $$;

CREATE FUNCTION ledger_transfers_are_of_operations() RETURNS trigger LANGUAGE plpgsql
SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off AS $$
BEGIN
  IF EXISTS (
    SELECT 1
    FROM entered e
      LEFT JOIN wallet_head h ON h.wallet = e.wallet
      LEFT JOIN operation o ON o.wallet = e.wallet AND o.sequence = e.sequence
    WHERE o.wallet IS NULL OR h.wallet IS NULL OR e.sequence <= h.sequence OR e.asset <> h.asset)
  THEN
    RAISE EXCEPTION 'the ledger is append-only';
  END IF;
  IF EXISTS (
    SELECT 1
    FROM (SELECT source AS name FROM entered UNION SELECT target FROM entered) e LEFT JOIN account a ON a.name = e.name
    WHERE a.name IS NULL)
  THEN
    RAISE EXCEPTION 'a transfer is between accounts that there are';
  END IF;
  RETURN NULL;
END $$;

DROP TRIGGER operation_insert ON operation;
DROP TRIGGER transfer_insert ON transfer;
DROP TRIGGER transfer_insert_asset ON transfer;
DROP FUNCTION ledger_entry_is_above_head();
DROP FUNCTION ledger_transfer_is_of_wallet();
CREATE TRIGGER operation_insert AFTER INSERT ON operation REFERENCING NEW TABLE AS entered
  FOR EACH STATEMENT EXECUTE FUNCTION ledger_operations_are_above_heads();
CREATE TRIGGER transfer_insert AFTER INSERT ON transfer REFERENCING NEW TABLE AS entered
  FOR EACH STATEMENT EXECUTE FUNCTION ledger_transfers_are_of_operations();

ALTER TABLE operation DROP CONSTRAINT operation_wallet_fkey;
ALTER TABLE transfer DROP CONSTRAINT transfer_asset_fkey;
ALTER TABLE transfer DROP CONSTRAINT transfer_source_fkey;
ALTER TABLE transfer DROP CONSTRAINT transfer_target_fkey;
ALTER TABLE transfer DROP CONSTRAINT transfer_wallet_sequence_fkey;
CREATE TRIGGER account_change BEFORE UPDATE OR DELETE OR TRUNCATE ON account FOR EACH STATEMENT EXECUTE FUNCTION ledger_is_append_only();
CREATE TRIGGER asset_change BEFORE UPDATE OR DELETE OR TRUNCATE ON asset FOR EACH STATEMENT EXECUTE FUNCTION ledger_is_append_only();
