-- Version 6: positions with their titles, stories, praise, and the profile with its parts; wins and projects in
-- a position. The program makes a position of each distinct text in the column `position` of the projects.

CREATE TABLE position (
    id              INTEGER PRIMARY KEY REFERENCES record (id),
    organisation    TEXT NOT NULL,
    start           TEXT,
    end             TEXT,
    visibility      TEXT NOT NULL DEFAULT 'public',
    team_size       INTEGER,
    leading_percent INTEGER,
    coding_percent  INTEGER,
    summary         TEXT NOT NULL DEFAULT '',
    team            TEXT NOT NULL DEFAULT '',
    why_hired       TEXT NOT NULL DEFAULT '',
    state_found     TEXT NOT NULL DEFAULT '',
    product         TEXT NOT NULL DEFAULT '',
    users           TEXT NOT NULL DEFAULT '',
    built           TEXT NOT NULL DEFAULT '',
    challenges      TEXT NOT NULL DEFAULT '',
    day_to_day      TEXT NOT NULL DEFAULT '',
    testing         TEXT NOT NULL DEFAULT '',
    meetings        TEXT NOT NULL DEFAULT '',
    contributions   TEXT NOT NULL DEFAULT '',
    notes           TEXT NOT NULL DEFAULT '',
    source          TEXT,
    folded          TEXT NOT NULL,
    sort_key        INTEGER NOT NULL,
    logged_at       TEXT NOT NULL,
    updated_at      TEXT NOT NULL,
    deleted_at      TEXT,
    extra           TEXT,
    checksum        INTEGER NOT NULL
) STRICT;
CREATE INDEX position_name ON position (folded) WHERE deleted_at IS NULL;

CREATE TABLE position_title (
    id         INTEGER PRIMARY KEY REFERENCES record (id),
    position   INTEGER NOT NULL REFERENCES record (id),
    title      TEXT NOT NULL,
    start      TEXT,
    logged_at  TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    deleted_at TEXT,
    extra      TEXT,
    checksum   INTEGER NOT NULL
) STRICT;
CREATE INDEX position_title_position ON position_title (position);

-- The records that a story is about, and its competencies, are links.
CREATE TABLE story (
    id         INTEGER PRIMARY KEY REFERENCES record (id),
    title      TEXT NOT NULL,
    shape      TEXT NOT NULL DEFAULT 'star',
    visibility TEXT NOT NULL DEFAULT 'internal',
    situation  TEXT NOT NULL DEFAULT '',
    task       TEXT NOT NULL DEFAULT '',
    action     TEXT NOT NULL DEFAULT '',
    result     TEXT NOT NULL DEFAULT '',
    failure    TEXT NOT NULL DEFAULT '',
    cause      TEXT NOT NULL DEFAULT '',
    remedy     TEXT NOT NULL DEFAULT '',
    learning   TEXT NOT NULL DEFAULT '',
    question   TEXT NOT NULL DEFAULT '',
    answer     TEXT NOT NULL DEFAULT '',
    notes      TEXT NOT NULL DEFAULT '',
    source     TEXT,
    folded     TEXT NOT NULL,
    sort_key   INTEGER NOT NULL,
    logged_at  TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    deleted_at TEXT,
    extra      TEXT,
    checksum   INTEGER NOT NULL
) STRICT;
CREATE INDEX story_name ON story (folded) WHERE deleted_at IS NULL;

CREATE TABLE praise (
    id         INTEGER PRIMARY KEY REFERENCES record (id),
    quote      TEXT NOT NULL,
    speaker    TEXT NOT NULL DEFAULT '',
    location   TEXT NOT NULL DEFAULT '',
    happened   TEXT,
    win        INTEGER REFERENCES record (id),
    project    INTEGER REFERENCES record (id),
    visibility TEXT NOT NULL DEFAULT 'internal',
    notes      TEXT NOT NULL DEFAULT '',
    source     TEXT,
    sort_key   INTEGER NOT NULL,
    logged_at  TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    deleted_at TEXT,
    extra      TEXT,
    checksum   INTEGER NOT NULL
) STRICT;
CREATE INDEX praise_win ON praise (win) WHERE win IS NOT NULL;
CREATE INDEX praise_project ON praise (project) WHERE project IS NOT NULL;

CREATE TABLE profile (
    id         INTEGER PRIMARY KEY REFERENCES record (id),
    name       TEXT NOT NULL DEFAULT '',
    label      TEXT NOT NULL DEFAULT '',
    email      TEXT NOT NULL DEFAULT '',
    phone      TEXT NOT NULL DEFAULT '',
    url        TEXT NOT NULL DEFAULT '',
    location   TEXT NOT NULL DEFAULT '',
    visibility TEXT NOT NULL DEFAULT 'public',
    about      TEXT NOT NULL DEFAULT '',
    sort_key   INTEGER NOT NULL,
    logged_at  TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    deleted_at TEXT,
    extra      TEXT,
    checksum   INTEGER NOT NULL
) STRICT;

CREATE TABLE strength (
    id         INTEGER PRIMARY KEY REFERENCES record (id),
    profile    INTEGER NOT NULL REFERENCES record (id),
    place      TEXT NOT NULL DEFAULT '',
    name       TEXT NOT NULL,
    text       TEXT NOT NULL DEFAULT '',
    logged_at  TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    deleted_at TEXT,
    extra      TEXT,
    checksum   INTEGER NOT NULL
) STRICT;
CREATE INDEX strength_profile ON strength (profile);

CREATE TABLE education (
    id          INTEGER PRIMARY KEY REFERENCES record (id),
    profile     INTEGER NOT NULL REFERENCES record (id),
    place       TEXT NOT NULL DEFAULT '',
    institution TEXT NOT NULL,
    area        TEXT NOT NULL DEFAULT '',
    degree      TEXT NOT NULL DEFAULT '',
    start       TEXT,
    end         TEXT,
    logged_at   TEXT NOT NULL,
    updated_at  TEXT NOT NULL,
    deleted_at  TEXT,
    extra       TEXT,
    checksum    INTEGER NOT NULL
) STRICT;
CREATE INDEX education_profile ON education (profile);

CREATE TABLE language (
    id         INTEGER PRIMARY KEY REFERENCES record (id),
    profile    INTEGER NOT NULL REFERENCES record (id),
    place      TEXT NOT NULL DEFAULT '',
    name       TEXT NOT NULL,
    fluency    TEXT NOT NULL DEFAULT '',
    logged_at  TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    deleted_at TEXT,
    extra      TEXT,
    checksum   INTEGER NOT NULL
) STRICT;
CREATE INDEX language_profile ON language (profile);

ALTER TABLE win ADD COLUMN position INTEGER REFERENCES record (id);
CREATE INDEX win_position ON win (position) WHERE position IS NOT NULL;
ALTER TABLE project ADD COLUMN position_ref INTEGER REFERENCES record (id);
CREATE INDEX project_position ON project (position_ref) WHERE position_ref IS NOT NULL;

CREATE TRIGGER position_deleted AFTER UPDATE OF deleted_at ON position BEGIN
    UPDATE link SET live = (new.deleted_at IS NULL) WHERE owner = new.id;
END;
CREATE TRIGGER story_deleted AFTER UPDATE OF deleted_at ON story BEGIN
    UPDATE link SET live = (new.deleted_at IS NULL) WHERE owner = new.id;
END;
CREATE TRIGGER praise_deleted AFTER UPDATE OF deleted_at ON praise BEGIN
    UPDATE link SET live = (new.deleted_at IS NULL) WHERE owner = new.id;
END;
CREATE TRIGGER profile_deleted AFTER UPDATE OF deleted_at ON profile BEGIN
    UPDATE link SET live = (new.deleted_at IS NULL) WHERE owner = new.id;
END;
