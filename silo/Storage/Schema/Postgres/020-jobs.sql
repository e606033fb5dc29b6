-- Jobs: one row each, which is the truth; the queue is the set of queued rows. Times are milliseconds since 1970.
-- Ids compare by their bytes: they sort by time within a brand, whatever the database's language is.
CREATE TABLE job (
  id             TEXT COLLATE "C" PRIMARY KEY,   -- brand/job
  owner          TEXT COLLATE "C" NOT NULL,      -- brand/user
  tool           TEXT NOT NULL,
  lane           TEXT NOT NULL CHECK (lane IN ('cpu', 'gpu')),
  price          BIGINT NOT NULL CHECK (price >= 0),
  request_id     TEXT NOT NULL,
  keep_for       BIGINT,                         -- milliseconds
  status         TEXT NOT NULL CHECK (status IN ('receiving', 'queued', 'running', 'succeeded', 'failed', 'canceled', 'expired')),
  ending         TEXT CHECK (ending IN ('succeeded', 'failed', 'canceled', 'expired')),  -- decided before the money moves
  error_code     TEXT,
  error_detail   TEXT,
  revision       BIGINT NOT NULL,
  version        BIGINT NOT NULL,
  epoch          BIGINT NOT NULL,
  answered_epoch BIGINT NOT NULL,
  attempts       BIGINT NOT NULL,
  progress       DOUBLE PRECISION NOT NULL,
  worker         TEXT,
  created_at     BIGINT NOT NULL,
  waiting_since  BIGINT,
  not_before     BIGINT,
  started_at     BIGINT,
  leased_at      BIGINT,
  lease_until    BIGINT,
  finished_at    BIGINT,
  delivered_at   BIGINT,
  expires_at     BIGINT NOT NULL,
  remove_at      BIGINT,
  inputs_gone    BOOLEAN NOT NULL,
  forgotten      BOOLEAN NOT NULL,
  due_at         BIGINT NOT NULL,                -- when a sweep must look at the row
  turn           BIGINT,                         -- place in the queue: see the statement next-turn
  inputs         TEXT NOT NULL,                  -- references of the inputs, separated by spaces
  details        BYTEA,                          -- sealed: parameters, file names, results, call-back; null once forgotten
  CHECK (status IN ('receiving', 'queued', 'running') OR ending IS NOT DISTINCT FROM status)
);

CREATE INDEX job_by_owner ON job (owner, id);
CREATE INDEX job_queue ON job (lane, turn, id) WHERE status = 'queued' AND ending IS NULL;
CREATE INDEX job_queue_by_owner ON job (lane, owner, turn) WHERE status = 'queued' AND ending IS NULL;
CREATE INDEX job_due ON job (due_at, id);
