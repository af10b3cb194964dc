-- Times are milliseconds since 1970. The twin of migrations/postgres/0001: change both or neither.

CREATE TABLE sessions (
    id                 TEXT    NOT NULL PRIMARY KEY,
    state              TEXT    NOT NULL,
    request            TEXT    NOT NULL,
    -- The only column with personal data. Erased when the retention time is over.
    lead               TEXT,
    created_at         INTEGER NOT NULL,
    updated_at         INTEGER NOT NULL,
    expires_at         INTEGER NOT NULL,
    attempts           TEXT    NOT NULL,
    -- What exists only in some states.
    step               TEXT,
    step_since         INTEGER,
    handoff            TEXT,
    watch_since        INTEGER,
    last_activity      INTEGER,
    submitted_at       INTEGER,
    refused_at         INTEGER,
    ended_at           INTEGER,
    confirmation       TEXT,
    failure            TEXT,
    payment_unresolved INTEGER,
    -- The link outlives the state that made it: its page says how the session ended.
    public_id          TEXT    UNIQUE,
    device             BLOB,
    page               TEXT,
    seq                INTEGER NOT NULL,
    owner              TEXT,
    fence              INTEGER NOT NULL,
    lease_until        INTEGER NOT NULL
) STRICT;

CREATE INDEX sessions_live ON sessions (lease_until) WHERE ended_at IS NULL;
CREATE INDEX sessions_waiting ON sessions (created_at, id) WHERE state = 'created';
CREATE INDEX sessions_ended ON sessions (ended_at) WHERE ended_at IS NOT NULL;
CREATE INDEX sessions_owned ON sessions (owner) WHERE owner IS NOT NULL;

CREATE TABLE changes (
    session_id TEXT    NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    seq        INTEGER NOT NULL,
    at         INTEGER NOT NULL,
    state      TEXT    NOT NULL,
    step       TEXT,
    PRIMARY KEY (session_id, seq)
) STRICT;

CREATE TABLE idempotency_keys (
    key_scope  TEXT    NOT NULL,
    key        TEXT    NOT NULL,
    body_hash  BLOB    NOT NULL,
    session_id TEXT    NOT NULL REFERENCES sessions (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
    kept_until INTEGER NOT NULL,
    PRIMARY KEY (key_scope, key)
) STRICT;

CREATE INDEX idempotency_keys_of_session ON idempotency_keys (session_id);
CREATE INDEX idempotency_keys_kept ON idempotency_keys (kept_until);

CREATE TABLE callbacks (
    webhook_id    TEXT    NOT NULL PRIMARY KEY,
    session_id    TEXT    NOT NULL UNIQUE REFERENCES sessions (id) ON DELETE CASCADE,
    url           TEXT    NOT NULL,
    body          TEXT    NOT NULL,
    created_at    INTEGER NOT NULL,
    state         TEXT    NOT NULL,
    due_at        INTEGER NOT NULL,
    attempts_made INTEGER NOT NULL,
    owner         TEXT,
    lease_until   INTEGER NOT NULL
) STRICT;

CREATE INDEX callbacks_due ON callbacks (due_at) WHERE state = 'pending';
CREATE INDEX callbacks_dead ON callbacks (created_at) WHERE state = 'dead';

CREATE TABLE callback_attempts (
    webhook_id  TEXT    NOT NULL REFERENCES callbacks (webhook_id) ON DELETE CASCADE,
    number      INTEGER NOT NULL,
    at          INTEGER NOT NULL,
    status      INTEGER,
    error       TEXT,
    duration_ms INTEGER NOT NULL,
    PRIMARY KEY (webhook_id, number)
) STRICT;

CREATE TABLE settings (
    name  TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
) STRICT;
