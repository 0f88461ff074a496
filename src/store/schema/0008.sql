-- Version 8: the index of the timeline has the first and the last day of each win, so that the wins of a period and
-- of each day are counted without reading their rows.

DROP INDEX win_date;
CREATE INDEX win_date ON win (sort_key, id, first_day, last_day) WHERE deleted_at IS NULL;
