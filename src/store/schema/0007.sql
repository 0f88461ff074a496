-- Version 7: inbox items, the work that a program reported and that the user has not confirmed. No view and no index
-- of another kind contains them.

CREATE TABLE inbox_item (
    id         INTEGER PRIMARY KEY REFERENCES record (id),
    title      TEXT NOT NULL,
    happened   TEXT,
    link       TEXT NOT NULL DEFAULT '',
    program    TEXT NOT NULL DEFAULT '',
    item_key   TEXT NOT NULL DEFAULT '',
    project    TEXT NOT NULL DEFAULT '',
    state      TEXT NOT NULL DEFAULT 'open',
    kept_as    INTEGER REFERENCES record (id),
    commits    TEXT NOT NULL DEFAULT '',
    notes      TEXT NOT NULL DEFAULT '',
    logged_at  TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    deleted_at TEXT,
    extra      TEXT,
    checksum   INTEGER NOT NULL
) STRICT;
CREATE INDEX inbox_item_key ON inbox_item (item_key) WHERE deleted_at IS NULL;
CREATE INDEX inbox_item_open ON inbox_item (program, happened) WHERE state = 'open' AND deleted_at IS NULL;
CREATE INDEX inbox_item_kept ON inbox_item (kept_as) WHERE kept_as IS NOT NULL;
