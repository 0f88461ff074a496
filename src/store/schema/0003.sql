-- Version 3: goals with milestones, check-ins and endings; reading notes; aliases of names; overrides of
-- documents; wins that the user does not want to be asked about. The program computes the checksums again.

ALTER TABLE win ADD COLUMN unasked INTEGER NOT NULL DEFAULT 0;

-- The measure of a goal (`count` of linked evidence, or from `start` to `target`), the metric that it
-- follows, its ending, and the goal that it was carried over from.
ALTER TABLE goal ADD COLUMN measure TEXT NOT NULL DEFAULT 'growing';
ALTER TABLE goal ADD COLUMN count INTEGER;
ALTER TABLE goal ADD COLUMN start TEXT;
ALTER TABLE goal ADD COLUMN target TEXT;
ALTER TABLE goal ADD COLUMN unit TEXT NOT NULL DEFAULT '';
ALTER TABLE goal ADD COLUMN metric INTEGER REFERENCES record (id);
ALTER TABLE goal ADD COLUMN ended_on TEXT;
ALTER TABLE goal ADD COLUMN ending TEXT NOT NULL DEFAULT '';
ALTER TABLE goal ADD COLUMN carried_from INTEGER REFERENCES record (id);
-- The calendar day on which the goal was set; `logged_at` is an instant.
ALTER TABLE goal ADD COLUMN begun TEXT;
ALTER TABLE goal ADD COLUMN notes TEXT NOT NULL DEFAULT '';
ALTER TABLE goal ADD COLUMN visibility TEXT NOT NULL DEFAULT 'internal';
CREATE INDEX goal_year ON goal (year) WHERE deleted_at IS NULL;
CREATE INDEX goal_metric ON goal (metric) WHERE metric IS NOT NULL;
CREATE INDEX goal_carried ON goal (carried_from) WHERE carried_from IS NOT NULL;

CREATE TABLE milestone (
    id         INTEGER PRIMARY KEY REFERENCES record (id),
    goal       INTEGER NOT NULL REFERENCES record (id),
    place      INTEGER NOT NULL,
    title      TEXT NOT NULL,
    done_on    TEXT,
    logged_at  TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    deleted_at TEXT,
    extra      TEXT,
    checksum   INTEGER NOT NULL
) STRICT;
CREATE INDEX milestone_goal ON milestone (goal);

-- A sentence about the state of a goal, and the number if its measure is a number.
CREATE TABLE check_in (
    id         INTEGER PRIMARY KEY REFERENCES record (id),
    goal       INTEGER NOT NULL REFERENCES record (id),
    day        TEXT NOT NULL,
    note       TEXT NOT NULL DEFAULT '',
    value      TEXT,
    logged_at  TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    deleted_at TEXT,
    extra      TEXT,
    checksum   INTEGER NOT NULL
) STRICT;
CREATE INDEX check_in_goal ON check_in (goal);

-- `place` orders the notes to be read; `progress` is stored as typed: 120/350, chapter 3/12, 45%.
CREATE TABLE reading (
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
    place      INTEGER NOT NULL DEFAULT 0,
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
CREATE INDEX reading_name ON reading (folded) WHERE deleted_at IS NULL;
CREATE INDEX reading_status ON reading (status, sort_key) WHERE deleted_at IS NULL;
CREATE INDEX reading_source ON reading (source) WHERE source IS NOT NULL AND deleted_at IS NULL;

-- The replacement of a name in every document for the public.
CREATE TABLE alias (
    id         INTEGER PRIMARY KEY REFERENCES record (id),
    name       TEXT NOT NULL,
    alias      TEXT NOT NULL,
    folded     TEXT NOT NULL,
    logged_at  TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    deleted_at TEXT,
    extra      TEXT,
    checksum   INTEGER NOT NULL
) STRICT;
CREATE INDEX alias_name ON alias (folded) WHERE deleted_at IS NULL;

-- The override of one item of the document of a period for a reader: `document` is 2026-01-01..2026-12-31
-- manager, `item` the UUID of a record or the key of a section.
CREATE TABLE curation (
    id         INTEGER PRIMARY KEY REFERENCES record (id),
    document   TEXT NOT NULL,
    item       TEXT NOT NULL,
    left_out   INTEGER NOT NULL DEFAULT 0,
    place      INTEGER,
    title      TEXT NOT NULL DEFAULT '',
    logged_at  TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    deleted_at TEXT,
    extra      TEXT,
    checksum   INTEGER NOT NULL
) STRICT;
CREATE INDEX curation_document ON curation (document, item) WHERE deleted_at IS NULL;

CREATE TRIGGER reading_deleted AFTER UPDATE OF deleted_at ON reading BEGIN
    UPDATE search SET live = (new.deleted_at IS NULL) WHERE record = new.id;
    UPDATE link SET live = (new.deleted_at IS NULL) WHERE owner = new.id;
END;
CREATE TRIGGER metric_deleted AFTER UPDATE OF deleted_at ON metric BEGIN
    UPDATE search SET live = (new.deleted_at IS NULL) WHERE record = new.id;
    UPDATE link SET live = (new.deleted_at IS NULL) WHERE owner = new.id;
END;
