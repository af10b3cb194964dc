-- The twin of migrations/sqlite/0002: change both or neither.

-- The processes that share this database. Each renews its row for as long as it runs.
CREATE TABLE instances (
    owner       TEXT    NOT NULL PRIMARY KEY,
    url         TEXT    NOT NULL,
    place       TEXT    NOT NULL,
    lease_until BIGINT  NOT NULL
);

CREATE INDEX instances_at ON instances (place);

-- What was opened in browsers that others use too.
CREATE TABLE contexts (
    endpoint   TEXT NOT NULL,
    context_id TEXT NOT NULL,
    owner      TEXT NOT NULL,
    PRIMARY KEY (endpoint, context_id)
);
