-- The journal, version 1.
--
-- `record` gives every record its id in one key space, which links, search and history refer to. The tables
-- of the kinds contain the fields; a deleted row has a `deleted_at`. Names carry no unique constraint: two
-- machines may both create the same name. `extra` contains the fields of a newer version, `checksum` detects
-- a flipped bit.

CREATE TABLE meta (
    key   TEXT PRIMARY KEY,
    value ANY
) STRICT, WITHOUT ROWID;

CREATE TABLE record (
    id    INTEGER PRIMARY KEY,
    uuid  BLOB NOT NULL UNIQUE,
    kind  TEXT NOT NULL,
    short TEXT NOT NULL
) STRICT;
CREATE INDEX record_short ON record (short);

CREATE TABLE project (
    id         INTEGER PRIMARY KEY REFERENCES record (id),
    name       TEXT NOT NULL,
    summary    TEXT NOT NULL DEFAULT '',
    status     TEXT NOT NULL DEFAULT 'active',
    start      TEXT,
    end        TEXT,
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
CREATE INDEX project_name ON project (folded) WHERE deleted_at IS NULL;
CREATE INDEX project_source ON project (source) WHERE source IS NOT NULL AND deleted_at IS NULL;

CREATE TABLE goal (
    id         INTEGER PRIMARY KEY REFERENCES record (id),
    title      TEXT NOT NULL,
    why        TEXT NOT NULL DEFAULT '',
    year       INTEGER NOT NULL,
    status     TEXT NOT NULL DEFAULT 'open',
    source     TEXT,
    folded     TEXT NOT NULL,
    sort_key   INTEGER NOT NULL,
    logged_at  TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    deleted_at TEXT,
    extra      TEXT,
    checksum   INTEGER NOT NULL
) STRICT;
CREATE INDEX goal_name ON goal (folded) WHERE deleted_at IS NULL;
CREATE INDEX goal_source ON goal (source) WHERE source IS NOT NULL AND deleted_at IS NULL;

-- `sort_key`, `first_day` and `last_day` are of the date that a win is listed under: the end of a span.
CREATE TABLE win (
    id                 INTEGER PRIMARY KEY REFERENCES record (id),
    title              TEXT NOT NULL,
    happened           TEXT NOT NULL,
    notes              TEXT NOT NULL DEFAULT '',
    impact             TEXT NOT NULL DEFAULT '',
    audience           TEXT NOT NULL DEFAULT '',
    category           TEXT NOT NULL,
    category_confirmed INTEGER NOT NULL DEFAULT 0,
    status             TEXT NOT NULL DEFAULT 'shipped',
    project            INTEGER REFERENCES record (id),
    starred            INTEGER NOT NULL DEFAULT 0,
    visibility         TEXT NOT NULL DEFAULT 'internal',
    source             TEXT,
    sort_key           INTEGER NOT NULL,
    first_day          INTEGER NOT NULL,
    last_day           INTEGER NOT NULL,
    logged_at          TEXT NOT NULL,
    updated_at         TEXT NOT NULL,
    deleted_at         TEXT,
    extra              TEXT,
    checksum           INTEGER NOT NULL
) STRICT;
CREATE INDEX win_date ON win (sort_key, id) WHERE deleted_at IS NULL;
CREATE INDEX win_project ON win (project, sort_key) WHERE project IS NOT NULL AND deleted_at IS NULL;
CREATE INDEX win_source ON win (source) WHERE source IS NOT NULL AND deleted_at IS NULL;

CREATE TABLE metric (
    id         INTEGER PRIMARY KEY REFERENCES record (id),
    name       TEXT NOT NULL,
    project    INTEGER REFERENCES record (id),
    win        INTEGER REFERENCES record (id),
    unit       TEXT NOT NULL DEFAULT '',
    folded     TEXT NOT NULL,
    sort_key   INTEGER NOT NULL,
    logged_at  TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    deleted_at TEXT,
    extra      TEXT,
    checksum   INTEGER NOT NULL
) STRICT;
CREATE INDEX metric_name ON metric (folded) WHERE deleted_at IS NULL;
CREATE INDEX metric_project ON metric (project) WHERE project IS NOT NULL;
CREATE INDEX metric_win ON metric (win) WHERE win IS NOT NULL;

CREATE TABLE value (
    id         INTEGER PRIMARY KEY REFERENCES record (id),
    metric     INTEGER NOT NULL REFERENCES record (id),
    win        INTEGER REFERENCES record (id),
    day        TEXT NOT NULL,
    text       TEXT NOT NULL,
    number     REAL NOT NULL,
    unit       TEXT NOT NULL DEFAULT '',
    relative   INTEGER NOT NULL DEFAULT 0,
    baseline   INTEGER NOT NULL DEFAULT 0,
    logged_at  TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    deleted_at TEXT,
    extra      TEXT,
    checksum   INTEGER NOT NULL
) STRICT;
CREATE INDEX value_metric ON value (metric, day) WHERE deleted_at IS NULL;
CREATE INDEX value_win ON value (win) WHERE win IS NOT NULL;

CREATE TABLE figure (
    id         INTEGER PRIMARY KEY REFERENCES record (id),
    win        INTEGER NOT NULL REFERENCES record (id),
    metric     INTEGER REFERENCES record (id),
    name       TEXT NOT NULL,
    before     TEXT,
    after      TEXT NOT NULL,
    logged_at  TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    deleted_at TEXT,
    extra      TEXT,
    checksum   INTEGER NOT NULL
) STRICT;
CREATE INDEX figure_win ON figure (win);
CREATE INDEX figure_metric ON figure (metric) WHERE metric IS NOT NULL;

CREATE TABLE follow_up (
    id          INTEGER PRIMARY KEY REFERENCES record (id),
    about       INTEGER NOT NULL REFERENCES record (id),
    question    TEXT NOT NULL,
    ask_on      TEXT NOT NULL,
    outcome     TEXT NOT NULL DEFAULT '',
    recorded_on TEXT,
    nothing_said INTEGER NOT NULL DEFAULT 0,
    logged_at   TEXT NOT NULL,
    updated_at  TEXT NOT NULL,
    deleted_at  TEXT,
    extra       TEXT,
    checksum    INTEGER NOT NULL
) STRICT;
CREATE INDEX follow_up_about ON follow_up (about);
CREATE INDEX follow_up_open ON follow_up (ask_on)
    WHERE recorded_on IS NULL AND nothing_said = 0 AND deleted_at IS NULL;

-- The labels and links of a record: to a name (tag, skill, person, role, url) or to another record (goal).
-- `live` follows the owner, so that names exist only while a live record uses them.
CREATE TABLE link (
    id     INTEGER PRIMARY KEY,
    owner  INTEGER NOT NULL REFERENCES record (id),
    kind   TEXT NOT NULL,
    name   TEXT,
    target INTEGER REFERENCES record (id),
    folded TEXT NOT NULL,
    live   INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE UNIQUE INDEX link_owner ON link (owner, kind, folded);
CREATE INDEX link_name ON link (kind, folded, name) WHERE live = 1;
CREATE INDEX link_target ON link (target) WHERE target IS NOT NULL;

-- History. A batch is one command, one form or one import; `applied` is the batch that last put it in force,
-- and is null while it is undone. A change without a field is a new record with all its fields.
CREATE TABLE batch (
    id       INTEGER PRIMARY KEY,
    uuid     BLOB NOT NULL UNIQUE,
    short    TEXT NOT NULL,
    kind     TEXT NOT NULL CHECK (kind IN ('do', 'undo', 'redo')),
    target   INTEGER REFERENCES batch (id),
    label    TEXT NOT NULL,
    clock    INTEGER NOT NULL,
    device   BLOB NOT NULL,
    at       TEXT NOT NULL,
    applied  INTEGER,
    redoable INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX batch_short ON batch (short);
CREATE INDEX batch_applied ON batch (applied) WHERE applied IS NOT NULL;
CREATE INDEX batch_redoable ON batch (redoable) WHERE redoable <> 0;

CREATE TABLE change (
    id     INTEGER PRIMARY KEY,
    batch  INTEGER NOT NULL REFERENCES batch (id),
    record INTEGER NOT NULL REFERENCES record (id),
    field  TEXT,
    before ANY,
    after  ANY
) STRICT;
CREATE INDEX change_batch ON change (batch);
CREATE INDEX change_record ON change (record);

-- Search. `place` has the record's date above its id, so that the order of the index is the timeline; `body`
-- is segmented before it is inserted, and the tokenizer splits only at spaces.
CREATE TABLE search (
    record INTEGER PRIMARY KEY REFERENCES record (id),
    place  INTEGER NOT NULL,
    body   TEXT NOT NULL,
    live   INTEGER NOT NULL
) STRICT;
CREATE VIRTUAL TABLE search_index USING fts5 (
    body,
    content = '',
    contentless_delete = 1,
    prefix = '1 2 3',
    tokenize = "ascii tokenchars '+#%_'"
);
CREATE TRIGGER search_insert AFTER INSERT ON search WHEN new.live = 1 BEGIN
    INSERT INTO search_index (rowid, body) VALUES (new.place, new.body);
END;
CREATE TRIGGER search_update AFTER UPDATE ON search BEGIN
    DELETE FROM search_index WHERE old.live = 1 AND rowid = old.place;
    INSERT INTO search_index (rowid, body) SELECT new.place, new.body WHERE new.live = 1;
END;
CREATE TRIGGER search_delete AFTER DELETE ON search WHEN old.live = 1 BEGIN
    DELETE FROM search_index WHERE rowid = old.place;
END;

CREATE TRIGGER win_deleted AFTER UPDATE OF deleted_at ON win BEGIN
    UPDATE search SET live = (new.deleted_at IS NULL) WHERE record = new.id;
    UPDATE link SET live = (new.deleted_at IS NULL) WHERE owner = new.id;
END;
CREATE TRIGGER project_deleted AFTER UPDATE OF deleted_at ON project BEGIN
    UPDATE search SET live = (new.deleted_at IS NULL) WHERE record = new.id;
    UPDATE link SET live = (new.deleted_at IS NULL) WHERE owner = new.id;
END;
CREATE TRIGGER goal_deleted AFTER UPDATE OF deleted_at ON goal BEGIN
    UPDATE search SET live = (new.deleted_at IS NULL) WHERE record = new.id;
    UPDATE link SET live = (new.deleted_at IS NULL) WHERE owner = new.id;
END;
