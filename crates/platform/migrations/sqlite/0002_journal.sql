-- What came from outside for a lead, in words: what the patient wrote, callbacks, deposits, what the clinic's people did. For people to read.

CREATE TABLE platform_journal (
    id      TEXT PRIMARY KEY NOT NULL,
    lead_id TEXT NOT NULL REFERENCES platform_leads (id),
    -- patient, callback, deposit, operator
    source  TEXT NOT NULL,
    text    TEXT NOT NULL,
    at      BIGINT NOT NULL
);

CREATE INDEX platform_journal_of_lead ON platform_journal (lead_id, id);

CREATE INDEX platform_leads_newest ON platform_leads (updated_at);

-- News of Square name an order and no clinic.
CREATE INDEX platform_references_by_reference ON platform_references (reference);
