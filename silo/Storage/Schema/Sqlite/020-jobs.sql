-- Jobs: one row each, which is the truth; the queue is the set of queued rows. Times are milliseconds since 1970.
CREATE TABLE job (
  id             TEXT NOT NULL PRIMARY KEY,  -- brand/job: sorts by time within a brand
  owner          TEXT NOT NULL,              -- brand/user
  tool           TEXT NOT NULL,
  lane           TEXT NOT NULL CHECK (lane IN ('cpu', 'gpu')),
  price          INTEGER NOT NULL CHECK (price >= 0),
  request_id     TEXT NOT NULL,
  keep_for       INTEGER,                    -- milliseconds
  status         TEXT NOT NULL CHECK (status IN ('receiving', 'queued', 'running', 'succeeded', 'failed', 'canceled', 'expired')),
  ending         TEXT CHECK (ending IN ('succeeded', 'failed', 'canceled', 'expired')),  -- decided before the money moves
  error_code     TEXT,
  error_detail   TEXT,
  revision       INTEGER NOT NULL,
  version        INTEGER NOT NULL,
  epoch          INTEGER NOT NULL,
  answered_epoch INTEGER NOT NULL,
  attempts       INTEGER NOT NULL,
  progress       REAL NOT NULL,
  worker         TEXT,
  created_at     INTEGER NOT NULL,
  waiting_since  INTEGER,
  not_before     INTEGER,
  started_at     INTEGER,
  leased_at      INTEGER,
  lease_until    INTEGER,
  finished_at    INTEGER,
  delivered_at   INTEGER,
  expires_at     INTEGER NOT NULL,
  remove_at      INTEGER,
  inputs_gone    INTEGER NOT NULL,
  forgotten      INTEGER NOT NULL,
  due_at         INTEGER NOT NULL,           -- when a sweep must look at the row
  turn           INTEGER,                    -- place in the queue: see the statement next-turn
  inputs         TEXT NOT NULL,              -- references of the inputs, separated by spaces
  details        BLOB,                       -- sealed: parameters, file names, results, call-back; null once forgotten
  CHECK (status IN ('receiving', 'queued', 'running') OR ending IS status)
) STRICT;

CREATE INDEX job_by_owner ON job (owner, id);
CREATE INDEX job_queue ON job (lane, turn, id) WHERE status = 'queued' AND ending IS NULL;
CREATE INDEX job_queue_by_owner ON job (lane, owner, turn) WHERE status = 'queued' AND ending IS NULL;
CREATE INDEX job_due ON job (due_at, id);
