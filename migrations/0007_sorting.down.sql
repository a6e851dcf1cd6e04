DROP INDEX series_title;
DROP INDEX tags_name;
ALTER TABLE series DROP COLUMN version;
DROP TABLE tag_changes;

CREATE TABLE redirects_old (
    path       TEXT    NOT NULL PRIMARY KEY,        -- of the old site: a leading slash, none at the end
    post_id    INTEGER NOT NULL REFERENCES posts (id) ON DELETE CASCADE,
    created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Others have no place there.
INSERT INTO redirects_old (path, post_id, created_at)
    SELECT path, post_id, created_at FROM redirects WHERE post_id IS NOT NULL;
DROP TABLE redirects;
ALTER TABLE redirects_old RENAME TO redirects;
CREATE INDEX redirects_post ON redirects (post_id);
