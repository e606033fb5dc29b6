-- What a client's Idempotency-Key stands for. Times are milliseconds since 1970.
CREATE TABLE idempotency (
  key         BLOB    NOT NULL PRIMARY KEY CHECK (length(key) = 32),  -- digest of caller, endpoint and the client's text
  owner       TEXT    NOT NULL,                                      -- brand/user
  work        TEXT    NOT NULL,                                      -- the id of what is made
  holder      TEXT    NOT NULL,                                      -- the attempt under way, or the one that did it
  held_until  INTEGER NOT NULL,
  fingerprint BLOB,                                                  -- digest of the request, noted before the work is handed over
  done        INTEGER NOT NULL CHECK (done IN (0, 1)),
  answer      BLOB,                                                  -- sealed under the client's text, which is not stored
  expires_at  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX idempotency_expires ON idempotency (expires_at);
CREATE INDEX idempotency_owner ON idempotency (owner);
