-- Call-backs that are owed: written by the transaction that ends the job, gone with the job's row.
CREATE TABLE outbox (
  job        TEXT NOT NULL PRIMARY KEY,
  owner      TEXT NOT NULL,
  target     BLOB,                           -- sealed URL; null once delivered or given up
  state      TEXT NOT NULL CHECK (state IN ('owed', 'delivered', 'given-up')),
  attempts   INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  due_at     INTEGER NOT NULL
) STRICT;

CREATE INDEX outbox_due ON outbox (due_at, job) WHERE state = 'owed';
