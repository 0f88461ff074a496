-- Version 9: questionnaires, which are the review forms of companies, with their questions and answers. Evidence and
-- sentences are stored in a question one per line.

CREATE TABLE questionnaire (
    id         INTEGER PRIMARY KEY REFERENCES record (id),
    title      TEXT NOT NULL,
    period     TEXT NOT NULL DEFAULT '',
    about      TEXT NOT NULL DEFAULT '',
    visibility TEXT NOT NULL DEFAULT 'internal',
    folded     TEXT NOT NULL,
    sort_key   INTEGER NOT NULL,
    logged_at  TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    deleted_at TEXT,
    extra      TEXT,
    checksum   INTEGER NOT NULL
) STRICT;
CREATE INDEX questionnaire_name ON questionnaire (folded) WHERE deleted_at IS NULL;

CREATE TABLE question (
    id            INTEGER PRIMARY KEY REFERENCES record (id),
    questionnaire INTEGER NOT NULL REFERENCES record (id),
    place         TEXT NOT NULL DEFAULT '',
    text          TEXT NOT NULL,
    maximum       INTEGER NOT NULL DEFAULT 0,
    unit          TEXT NOT NULL DEFAULT 'words',
    evidence      TEXT NOT NULL DEFAULT '',
    kept          TEXT NOT NULL DEFAULT '',
    left_out      TEXT NOT NULL DEFAULT '',
    answer        TEXT NOT NULL DEFAULT '',
    logged_at     TEXT NOT NULL,
    updated_at    TEXT NOT NULL,
    deleted_at    TEXT,
    extra         TEXT,
    checksum      INTEGER NOT NULL
) STRICT;
CREATE INDEX question_questionnaire ON question (questionnaire, place);
