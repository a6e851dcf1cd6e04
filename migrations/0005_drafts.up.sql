-- What authors write. Rows of revisions are added, and taken away only where a newer one of the same author follows within
-- a minute. What readers see is in posts and post_bodies; it is one of these revisions.
CREATE TABLE revisions (
    id         INTEGER PRIMARY KEY,
    post_id    INTEGER NOT NULL REFERENCES posts (id) ON DELETE CASCADE,
    number     INTEGER NOT NULL CHECK (number >= 1),                 -- of a post; rises, and is never used twice
    key        TEXT    NOT NULL,                    -- names the save, so that it happens once; empty: made otherwise
    user_id    INTEGER REFERENCES users (id) ON DELETE SET NULL,
    who        TEXT    NOT NULL,                    -- name and device, for whoever meets the revision
    reason     TEXT    NOT NULL CHECK (reason IN ('autosave', 'manual', 'publish', 'restore', 'import')),
    created_at INTEGER NOT NULL,
    source     TEXT    NOT NULL,                    -- Markdown, byte for byte as written
    meta       TEXT    NOT NULL,                    -- JSON
    UNIQUE (post_id, number)
) STRICT;

CREATE UNIQUE INDEX revisions_key ON revisions (post_id, key) WHERE key <> '';
CREATE INDEX revisions_user ON revisions (user_id) WHERE user_id IS NOT NULL;

-- Where the writing of a post stands; a post that nobody has opened in the editor yet has no row.
CREATE TABLE post_heads (
    post_id      INTEGER PRIMARY KEY REFERENCES posts (id) ON DELETE CASCADE,
    number       INTEGER NOT NULL,                  -- of the latest revision
    released     INTEGER,                           -- of the one that readers see, or will at its time
    title        TEXT    NOT NULL,                  -- the latest revision's
    edited_at    INTEGER NOT NULL,
    trashed_from TEXT                               -- what the status was before the post was thrown away
) STRICT;
