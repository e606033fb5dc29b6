-- What a client's Idempotency-Key stands for. Times are milliseconds since 1970.
CREATE TABLE idempotency (
  key         BYTEA   PRIMARY KEY CHECK (length(key) = 32),  -- digest of caller, endpoint and the client's text
  owner       TEXT    COLLATE "C" NOT NULL,                  -- brand/user
  work        TEXT    NOT NULL,                              -- the id of what is made
  holder      TEXT    NOT NULL,                              -- the attempt under way, or the one that did it
  held_until  BIGINT  NOT NULL,
  fingerprint BYTEA,                                         -- digest of the request, noted before the work is handed over
  done        BOOLEAN NOT NULL,
  answer      BYTEA,                                         -- sealed under the client's text, which is not stored
  expires_at  BIGINT  NOT NULL
);

CREATE INDEX idempotency_expires ON idempotency (expires_at);
CREATE INDEX idempotency_owner ON idempotency (owner);
