-- Version 5: the program writes the search index itself. With a trigger, SQLite wrote the index to disk after
-- each row, which made a change of many records several times slower.

DROP TRIGGER search_insert;
DROP TRIGGER search_update;
DROP TRIGGER search_delete;

DROP TRIGGER win_deleted;
CREATE TRIGGER win_deleted AFTER UPDATE OF deleted_at ON win BEGIN
    UPDATE link SET live = (new.deleted_at IS NULL) WHERE owner = new.id;
END;
DROP TRIGGER project_deleted;
CREATE TRIGGER project_deleted AFTER UPDATE OF deleted_at ON project BEGIN
    UPDATE link SET live = (new.deleted_at IS NULL) WHERE owner = new.id;
END;
DROP TRIGGER goal_deleted;
CREATE TRIGGER goal_deleted AFTER UPDATE OF deleted_at ON goal BEGIN
    UPDATE link SET live = (new.deleted_at IS NULL) WHERE owner = new.id;
END;
DROP TRIGGER reading_deleted;
CREATE TRIGGER reading_deleted AFTER UPDATE OF deleted_at ON reading BEGIN
    UPDATE link SET live = (new.deleted_at IS NULL) WHERE owner = new.id;
END;
DROP TRIGGER metric_deleted;
CREATE TRIGGER metric_deleted AFTER UPDATE OF deleted_at ON metric BEGIN
    UPDATE link SET live = (new.deleted_at IS NULL) WHERE owner = new.id;
END;
