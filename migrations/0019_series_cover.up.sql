-- A series has a picture, and names its parts to readers before they are there, if its author wants that.
ALTER TABLE series ADD COLUMN cover_id INTEGER REFERENCES media (id) ON DELETE SET NULL;
ALTER TABLE series ADD COLUMN cover_alt TEXT NOT NULL DEFAULT '';
ALTER TABLE series ADD COLUMN shows_coming INTEGER NOT NULL DEFAULT 0 CHECK (shows_coming IN (0, 1));

CREATE INDEX series_cover ON series (cover_id) WHERE cover_id IS NOT NULL;
