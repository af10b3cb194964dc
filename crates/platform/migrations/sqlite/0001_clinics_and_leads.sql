-- Clinics, leads and what is to be done for them. The twin of the PostgreSQL migration; times are milliseconds.

CREATE TABLE platform_clinics (
    id               TEXT PRIMARY KEY NOT NULL,
    name             TEXT NOT NULL,
    booking_platform TEXT NOT NULL,
    booking_url      TEXT,
    time_zone        TEXT NOT NULL,
    messaging_number TEXT NOT NULL UNIQUE,
    -- Services, aliases, deposit and texts: read whole, never searched.
    settings         TEXT NOT NULL
);

CREATE TABLE platform_leads (
    id                          TEXT PRIMARY KEY NOT NULL,
    clinic_id                   TEXT NOT NULL REFERENCES platform_clinics (id),
    phone                       TEXT NOT NULL,
    booking_session_id          TEXT,
    booking_platform            TEXT,
    booking_outcome             TEXT,
    booking_confirmation_number TEXT,
    booking_handoff_url         TEXT,
    booking_handoff_sent_at     BIGINT,
    booking_completed_at        BIGINT,
    memory                      TEXT NOT NULL,
    -- Counts the writes, so that of two at once one begins again.
    version                     BIGINT NOT NULL,
    updated_at                  BIGINT NOT NULL,
    UNIQUE (clinic_id, phone)
);

CREATE INDEX platform_leads_by_session ON platform_leads (clinic_id, booking_session_id);

-- Every session and every deposit that was ever begun for a lead: news of an earlier one must find it too.
CREATE TABLE platform_references (
    clinic_id TEXT NOT NULL REFERENCES platform_clinics (id),
    reference TEXT NOT NULL,
    lead_id   TEXT NOT NULL REFERENCES platform_leads (id),
    PRIMARY KEY (clinic_id, reference)
);

-- What came from outside and was dealt with.
CREATE TABLE platform_inbox (
    source      TEXT NOT NULL,
    id          TEXT NOT NULL,
    received_at BIGINT NOT NULL,
    PRIMARY KEY (source, id)
);

CREATE TABLE platform_errands (
    id            TEXT PRIMARY KEY NOT NULL,
    lead_id       TEXT NOT NULL REFERENCES platform_leads (id),
    errand        TEXT NOT NULL,
    due_at        BIGINT NOT NULL,
    lease_until   BIGINT NOT NULL,
    attempts_made BIGINT NOT NULL
);

CREATE INDEX platform_errands_due ON platform_errands (due_at);

CREATE TABLE platform_messages (
    id            TEXT PRIMARY KEY NOT NULL,
    lead_id       TEXT NOT NULL REFERENCES platform_leads (id),
    text          TEXT NOT NULL,
    carries_link  BIGINT NOT NULL,
    -- queued, sending, sent, refused, unclear, dropped
    state         TEXT NOT NULL,
    due_at        BIGINT NOT NULL,
    lease_until   BIGINT NOT NULL,
    attempts_made BIGINT NOT NULL,
    provider_id   TEXT,
    created_at    BIGINT NOT NULL,
    sent_at       BIGINT
);

CREATE INDEX platform_messages_of_lead ON platform_messages (lead_id, id);
CREATE INDEX platform_messages_due ON platform_messages (state, due_at);

CREATE TABLE platform_notes (
    id         TEXT PRIMARY KEY NOT NULL,
    lead_id    TEXT NOT NULL REFERENCES platform_leads (id),
    note       TEXT NOT NULL,
    created_at BIGINT NOT NULL
);
