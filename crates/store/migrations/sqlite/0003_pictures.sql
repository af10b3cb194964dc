-- The twin of migrations/postgres/0003: change both or neither.

-- What the page showed where a booking could not go on, the patient's data covered: a JPEG in base64, sealed like all that is known of a person.
CREATE TABLE pictures (
    session_id TEXT NOT NULL PRIMARY KEY REFERENCES sessions (id) ON DELETE CASCADE,
    picture    TEXT NOT NULL
);
