-- Version 4: aliases of names that are ordinary words too; checksums over whole rows, links and history;
-- changes that know what they replaced.

-- 1 for a name that is found only where it is capitalised as the alias has it.
ALTER TABLE alias ADD COLUMN exact INTEGER NOT NULL DEFAULT 0;

-- Worked out by the program; of a batch, over its row and its changes.
ALTER TABLE link ADD COLUMN checksum INTEGER NOT NULL DEFAULT 0;
ALTER TABLE batch ADD COLUMN checksum INTEGER;

-- The clock of the value that a change replaced: two changes that replaced the same value conflict. Null for a
-- new record, a new link, and a change of an older version.
ALTER TABLE change ADD COLUMN seen INTEGER;

-- The last place among the reading notes is looked up for each that is added.
CREATE INDEX reading_place ON reading (place) WHERE deleted_at IS NULL;
