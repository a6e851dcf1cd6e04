-- Where something was that readers saw and its owner deleted for good: its own address and the old ones that led to it. Only
-- that is kept, so that who comes there is told that it is gone and not that there never was anything.
CREATE TABLE gone (
    path       TEXT    NOT NULL PRIMARY KEY,        -- a leading slash, none at the end
    deleted_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
