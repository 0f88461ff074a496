-- Version 4: aliases of names that are ordinary words too.

-- 1 for a name that is found only where it is capitalised as the alias has it.
ALTER TABLE alias ADD COLUMN exact INTEGER NOT NULL DEFAULT 0;
