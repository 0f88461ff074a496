-- Version 8: the index of the timeline has all that a count of the wins of a period or of each day reads, so that no
-- row is read. `deleted_at` is among it although it is always null, because SQLite reads it from the row otherwise.

DROP INDEX win_date;
CREATE INDEX win_date ON win (sort_key, id, first_day, last_day, deleted_at) WHERE deleted_at IS NULL;
