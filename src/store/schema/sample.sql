-- The table of a kind that only tests have.
CREATE TABLE sample (
    id         INTEGER PRIMARY KEY REFERENCES record (id),
    name       TEXT NOT NULL,
    happened   TEXT,
    note       TEXT NOT NULL DEFAULT '',
    folded     TEXT NOT NULL,
    sort_key   INTEGER NOT NULL,
    logged_at  TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    deleted_at TEXT,
    extra      TEXT,
    checksum   INTEGER NOT NULL
) STRICT;
ALTER TABLE sample ADD COLUMN weather TEXT NOT NULL DEFAULT '';
