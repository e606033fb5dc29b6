-- Call-backs that are owed: written by the transaction that ends the job, gone with the job's row.
CREATE TABLE outbox (
  job        TEXT COLLATE "C" PRIMARY KEY,
  owner      TEXT COLLATE "C" NOT NULL,
  target     BYTEA,                          -- sealed URL; null once delivered or given up
  state      TEXT   NOT NULL CHECK (state IN ('owed', 'delivered', 'given-up')),
  attempts   BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  due_at     BIGINT NOT NULL
);

CREATE INDEX outbox_due ON outbox (due_at, job) WHERE state = 'owed';
