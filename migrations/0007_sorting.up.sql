-- What orders posts, and who looks after it. An old address leads to a post, a tag, a series or any address; as it names
-- the thing and not where that is, there are no chains.
CREATE TABLE redirects_new (
    path       TEXT    NOT NULL PRIMARY KEY,        -- a leading slash, none at the end
    post_id    INTEGER REFERENCES posts (id) ON DELETE CASCADE,
    tag_id     INTEGER REFERENCES tags (id) ON DELETE CASCADE,
    series_id  INTEGER REFERENCES series (id) ON DELETE CASCADE,
    target     TEXT,                                -- none of these: an address, here or elsewhere
    origin     TEXT    NOT NULL CHECK (origin IN ('import', 'address', 'merge', 'delete', 'hand')),
    created_at INTEGER NOT NULL,
    CHECK ((post_id IS NOT NULL) + (tag_id IS NOT NULL) + (series_id IS NOT NULL) + (target IS NOT NULL) = 1)
) STRICT, WITHOUT ROWID;

INSERT INTO redirects_new (path, post_id, origin, created_at)
    SELECT path, post_id, CASE WHEN path LIKE '/posts/%' THEN 'address' ELSE 'import' END, created_at FROM redirects;
DROP TABLE redirects;
ALTER TABLE redirects_new RENAME TO redirects;

CREATE INDEX redirects_post ON redirects (post_id) WHERE post_id IS NOT NULL;
CREATE INDEX redirects_tag ON redirects (tag_id) WHERE tag_id IS NOT NULL;
CREATE INDEX redirects_series ON redirects (series_id) WHERE series_id IS NOT NULL;
CREATE INDEX redirects_target ON redirects (target) WHERE target IS NOT NULL;
CREATE INDEX redirects_created ON redirects (created_at DESC, path);

-- Changes of tags that can be taken back, the last hundred of them.
CREATE TABLE tag_changes (
    id        INTEGER PRIMARY KEY,
    at        INTEGER NOT NULL,
    who       TEXT    NOT NULL,                     -- their name at the time
    told      TEXT    NOT NULL,                     -- what was done, in words
    before    TEXT    NOT NULL,                     -- JSON
    after     TEXT    NOT NULL,                     -- JSON; a change can be taken back as long as it is still so
    undone_at INTEGER
) STRICT;

-- Rises with every change of what the parts are and of their order, so that two such changes cannot cross.
ALTER TABLE series ADD COLUMN version INTEGER NOT NULL DEFAULT 0;

-- For completing what somebody types.
CREATE INDEX tags_name ON tags (lower(name), slug);
CREATE INDEX series_title ON series (lower(title), slug);
