-- What PostgreSQL roles may do beside the one that owns the schema. '@role' is the role's name, quoted.

-- name: silo
-- The books can be added to and not be changed; what a wallet is now follows them. A checkpoint deletes by itself.
REVOKE ALL ON ALL TABLES IN SCHEMA public FROM @role;
GRANT USAGE ON SCHEMA public TO @role;
GRANT SELECT ON account, schema_history, OrleansQuery TO @role;
GRANT SELECT, INSERT ON asset, operation, transfer, ledger_day, ledger_day_account, ledger_forgotten, ledger_forgotten_movement TO @role;
GRANT SELECT, INSERT, UPDATE ON wallet_head, wallet_lot, wallet_checkpoint TO @role;
GRANT SELECT, INSERT, DELETE ON wallet_owner, wallet_hold TO @role;
GRANT SELECT, INSERT, UPDATE, DELETE ON job, retained, outbox, idempotency,
  OrleansMembershipTable, OrleansMembershipVersionTable, OrleansStorage, OrleansRemindersTable TO @role;

-- name: gateway
REVOKE ALL ON ALL TABLES IN SCHEMA public FROM @role;
GRANT USAGE ON SCHEMA public TO @role;
GRANT SELECT ON OrleansQuery, OrleansMembershipTable, OrleansMembershipVersionTable TO @role;
