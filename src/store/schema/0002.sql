-- Version 2: all fields of projects; metrics with direction, target and sources; follow-ups that are put off
-- and answered; skills by group. The program computes the checksums again.

ALTER TABLE project ADD COLUMN parent INTEGER REFERENCES record (id);
ALTER TABLE project ADD COLUMN position TEXT NOT NULL DEFAULT '';
ALTER TABLE project ADD COLUMN team TEXT NOT NULL DEFAULT '';
ALTER TABLE project ADD COLUMN audience TEXT NOT NULL DEFAULT '';
ALTER TABLE project ADD COLUMN challenge TEXT NOT NULL DEFAULT '';
ALTER TABLE project ADD COLUMN solution TEXT NOT NULL DEFAULT '';
ALTER TABLE project ADD COLUMN results TEXT NOT NULL DEFAULT '';
ALTER TABLE project ADD COLUMN reflection TEXT NOT NULL DEFAULT '';
ALTER TABLE project ADD COLUMN liked TEXT NOT NULL DEFAULT '';
ALTER TABLE project ADD COLUMN hard TEXT NOT NULL DEFAULT '';
ALTER TABLE project ADD COLUMN learned TEXT NOT NULL DEFAULT '';
ALTER TABLE project ADD COLUMN notes TEXT NOT NULL DEFAULT '';
CREATE INDEX project_parent ON project (parent) WHERE parent IS NOT NULL;

-- A metric belongs to a project, or to a win or a goal without a project. `sort_key` is that of its latest
-- value.
ALTER TABLE metric ADD COLUMN goal INTEGER REFERENCES record (id);
ALTER TABLE metric ADD COLUMN better TEXT;
ALTER TABLE metric ADD COLUMN target TEXT;
ALTER TABLE metric ADD COLUMN url TEXT NOT NULL DEFAULT '';
ALTER TABLE metric ADD COLUMN source TEXT;
CREATE INDEX metric_goal ON metric (goal) WHERE goal IS NOT NULL;
CREATE INDEX metric_recent ON metric (sort_key, id) WHERE deleted_at IS NULL;

ALTER TABLE value ADD COLUMN confidence TEXT;
ALTER TABLE value ADD COLUMN source TEXT NOT NULL DEFAULT '';
ALTER TABLE value ADD COLUMN note TEXT NOT NULL DEFAULT '';
CREATE INDEX value_baseline ON value (metric) WHERE baseline = 1 AND deleted_at IS NULL;

ALTER TABLE follow_up ADD COLUMN snoozed INTEGER NOT NULL DEFAULT 0;
ALTER TABLE follow_up ADD COLUMN why TEXT NOT NULL DEFAULT '';
ALTER TABLE follow_up ADD COLUMN evidence TEXT NOT NULL DEFAULT '';
ALTER TABLE follow_up ADD COLUMN value INTEGER REFERENCES record (id);
CREATE INDEX follow_up_value ON follow_up (value) WHERE value IS NOT NULL;
CREATE INDEX follow_up_answered ON follow_up (recorded_on) WHERE recorded_on IS NOT NULL AND deleted_at IS NULL;

-- The group of a skill: language, technology, module, practice. The skill itself is a name.
CREATE TABLE skill (
    id         INTEGER PRIMARY KEY REFERENCES record (id),
    name       TEXT NOT NULL,
    grouping   TEXT NOT NULL,
    folded     TEXT NOT NULL,
    logged_at  TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    deleted_at TEXT,
    extra      TEXT,
    checksum   INTEGER NOT NULL
) STRICT;
CREATE INDEX skill_name ON skill (folded) WHERE deleted_at IS NULL;
