-- Times are milliseconds since 1970. The twin of migrations/sqlite/0001: change both or neither.

CREATE TABLE sessions (
    id                 TEXT    NOT NULL PRIMARY KEY,
    state              TEXT    NOT NULL,
    request            TEXT    NOT NULL,
    -- The only column with personal data. Erased when the retention time is over.
    lead               TEXT,
    created_at         BIGINT  NOT NULL,
    updated_at         BIGINT  NOT NULL,
    expires_at         BIGINT  NOT NULL,
    attempts           TEXT    NOT NULL,
    -- What exists only in some states.
    step               TEXT,
    step_since         BIGINT,
    handoff            TEXT,
    watch_since        BIGINT,
    last_activity      BIGINT,
    submitted_at       BIGINT,
    refused_at         BIGINT,
    ended_at           BIGINT,
    confirmation       TEXT,
    failure            TEXT,
    payment_unresolved BIGINT,
    -- The link outlives the state that made it: its page says how the session ended.
    public_id          TEXT    UNIQUE,
    device             BYTEA,
    page               TEXT,
    seq                BIGINT  NOT NULL,
    owner              TEXT,
    fence              BIGINT  NOT NULL,
    lease_until        BIGINT  NOT NULL
);

CREATE INDEX sessions_live ON sessions (lease_until) WHERE ended_at IS NULL;
CREATE INDEX sessions_waiting ON sessions (created_at, id) WHERE state = 'created';
CREATE INDEX sessions_ended ON sessions (ended_at) WHERE ended_at IS NOT NULL;
CREATE INDEX sessions_owned ON sessions (owner) WHERE owner IS NOT NULL;

CREATE TABLE changes (
    session_id TEXT    NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    seq        BIGINT  NOT NULL,
    at         BIGINT  NOT NULL,
    state      TEXT    NOT NULL,
    step       TEXT,
    PRIMARY KEY (session_id, seq)
);

CREATE TABLE idempotency_keys (
    key_scope  TEXT    NOT NULL,
    key        TEXT    NOT NULL,
    body_hash  BYTEA   NOT NULL,
    session_id TEXT    NOT NULL REFERENCES sessions (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
    kept_until BIGINT  NOT NULL,
    PRIMARY KEY (key_scope, key)
);

CREATE INDEX idempotency_keys_of_session ON idempotency_keys (session_id);
CREATE INDEX idempotency_keys_kept ON idempotency_keys (kept_until);

CREATE TABLE callbacks (
    webhook_id    TEXT    NOT NULL PRIMARY KEY,
    session_id    TEXT    NOT NULL UNIQUE REFERENCES sessions (id) ON DELETE CASCADE,
    url           TEXT    NOT NULL,
    body          TEXT    NOT NULL,
    created_at    BIGINT  NOT NULL,
    state         TEXT    NOT NULL,
    due_at        BIGINT  NOT NULL,
    attempts_made BIGINT  NOT NULL,
    owner         TEXT,
    lease_until   BIGINT  NOT NULL
);

CREATE INDEX callbacks_due ON callbacks (due_at) WHERE state = 'pending';
CREATE INDEX callbacks_dead ON callbacks (created_at) WHERE state = 'dead';

CREATE TABLE callback_attempts (
    webhook_id  TEXT    NOT NULL REFERENCES callbacks (webhook_id) ON DELETE CASCADE,
    number      BIGINT  NOT NULL,
    at          BIGINT  NOT NULL,
    status      BIGINT,
    error       TEXT,
    duration_ms BIGINT  NOT NULL,
    PRIMARY KEY (webhook_id, number)
);

CREATE TABLE settings (
    name  TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
);
