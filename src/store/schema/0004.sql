-- Version 4: aliases of names that are also ordinary words; checksums over all columns, links and history;
-- changes with the clock of the value that they replaced.

-- 1 for a name that is found only with the capitalisation of `name`.
ALTER TABLE alias ADD COLUMN exact INTEGER NOT NULL DEFAULT 0;

-- Computed by the program; the checksum of a batch covers its row and its changes.
ALTER TABLE link ADD COLUMN checksum INTEGER NOT NULL DEFAULT 0;
ALTER TABLE batch ADD COLUMN checksum INTEGER;

-- The clock of the value that a change replaced: two changes that replaced the same value conflict. Null for a
-- new record, a new link, and a change of an older version.
ALTER TABLE change ADD COLUMN seen INTEGER;

-- Places among siblings are texts in sort order, with room between any two: see `domain/place.rs`.
CREATE TABLE reading_4 (
    id         INTEGER PRIMARY KEY REFERENCES record (id),
    title      TEXT NOT NULL,
    medium     TEXT NOT NULL DEFAULT 'book',
    status     TEXT NOT NULL DEFAULT 'to-read',
    started    TEXT,
    finished   TEXT,
    progress   TEXT,
    rating     INTEGER,
    takeaways  TEXT NOT NULL DEFAULT '',
    notes      TEXT NOT NULL DEFAULT '',
    changed    TEXT NOT NULL DEFAULT '',
    place      TEXT NOT NULL DEFAULT '',
    visibility TEXT NOT NULL DEFAULT 'internal',
    source     TEXT,
    folded     TEXT NOT NULL,
    sort_key   INTEGER NOT NULL,
    logged_at  TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    deleted_at TEXT,
    extra      TEXT,
    checksum   INTEGER NOT NULL
) STRICT;
INSERT INTO reading_4 SELECT
    id, title, medium, status, started, finished, progress, rating, takeaways, notes, changed,
    printf('%010d', 1000000000 + place), visibility, source, folded, sort_key, logged_at, updated_at, deleted_at,
    extra, checksum
FROM reading;
DROP TABLE reading;
ALTER TABLE reading_4 RENAME TO reading;
CREATE INDEX reading_name ON reading (folded) WHERE deleted_at IS NULL;
CREATE INDEX reading_status ON reading (status, sort_key) WHERE deleted_at IS NULL;
CREATE INDEX reading_source ON reading (source) WHERE source IS NOT NULL AND deleted_at IS NULL;
CREATE INDEX reading_place ON reading (place) WHERE deleted_at IS NULL;
CREATE TRIGGER reading_deleted AFTER UPDATE OF deleted_at ON reading BEGIN
    UPDATE search SET live = (new.deleted_at IS NULL) WHERE record = new.id;
    UPDATE link SET live = (new.deleted_at IS NULL) WHERE owner = new.id;
END;

CREATE TABLE milestone_4 (
    id         INTEGER PRIMARY KEY REFERENCES record (id),
    goal       INTEGER NOT NULL REFERENCES record (id),
    place      TEXT NOT NULL,
    title      TEXT NOT NULL,
    done_on    TEXT,
    logged_at  TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    deleted_at TEXT,
    extra      TEXT,
    checksum   INTEGER NOT NULL
) STRICT;
INSERT INTO milestone_4 SELECT
    id, goal, printf('%010d', 1000000000 + place), title, done_on, logged_at, updated_at, deleted_at, extra, checksum
FROM milestone;
DROP TABLE milestone;
ALTER TABLE milestone_4 RENAME TO milestone;
CREATE INDEX milestone_goal ON milestone (goal, place);

CREATE TABLE curation_4 (
    id         INTEGER PRIMARY KEY REFERENCES record (id),
    document   TEXT NOT NULL,
    item       TEXT NOT NULL,
    left_out   INTEGER NOT NULL DEFAULT 0,
    place      TEXT NOT NULL DEFAULT '',
    title      TEXT NOT NULL DEFAULT '',
    logged_at  TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    deleted_at TEXT,
    extra      TEXT,
    checksum   INTEGER NOT NULL
) STRICT;
INSERT INTO curation_4 SELECT
    id, document, item, left_out, iif(place IS NULL, '', printf('%010d', 1000000000 + place)), title, logged_at, updated_at,
    deleted_at, extra, checksum
FROM curation;
DROP TABLE curation;
ALTER TABLE curation_4 RENAME TO curation;
CREATE INDEX curation_document ON curation (document, item) WHERE deleted_at IS NULL;

-- The places in the history, so that a move can be undone.
UPDATE change SET
    before = CASE WHEN typeof(before) = 'integer' THEN printf('%010d', 1000000000 + before)
                  WHEN before IS NULL THEN '' ELSE before END,
    after  = CASE WHEN typeof(after) = 'integer' THEN printf('%010d', 1000000000 + after)
                  WHEN after IS NULL THEN '' ELSE after END
WHERE field = 'place';
