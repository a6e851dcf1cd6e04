-- Uploads: how a file was called, and who brought it. Files that came before, or by an import, are nobody's.
ALTER TABLE media ADD COLUMN name TEXT NOT NULL DEFAULT '';
ALTER TABLE media ADD COLUMN user_id INTEGER REFERENCES users (id) ON DELETE SET NULL;

CREATE INDEX media_user ON media (user_id) WHERE user_id IS NOT NULL;
CREATE INDEX media_created ON media (created_at DESC, id DESC);

-- Which pictures a post's text names: the one that readers see, and the latest revision. Kept by whoever writes either.
-- A picture is named by the part of its address that is the same for all its sizes, whether it is there or not.
CREATE TABLE media_uses (
    stem    TEXT    NOT NULL,                       -- the first 32 characters of the hash
    post_id INTEGER NOT NULL REFERENCES posts (id) ON DELETE CASCADE,
    draft   INTEGER NOT NULL CHECK (draft IN (0, 1)),
    PRIMARY KEY (stem, post_id, draft)
) STRICT, WITHOUT ROWID;

CREATE INDEX media_uses_post ON media_uses (post_id, draft);

WITH RECURSIVE
    texts (post_id, draft, rest) AS (
        SELECT post_id, 0, source FROM post_bodies WHERE instr(source, '/media/') > 0
        UNION ALL
        SELECT r.post_id, 1, r.source || ' ' || r.meta FROM post_heads h
        JOIN revisions r ON r.post_id = h.post_id AND r.number = h.number
        WHERE instr(r.source || ' ' || r.meta, '/media/') > 0
    ),
    found (post_id, draft, rest) AS (
        SELECT post_id, draft, substr(rest, instr(rest, '/media/') + 7) FROM texts
        UNION ALL
        SELECT post_id, draft, substr(rest, instr(rest, '/media/') + 7) FROM found WHERE instr(rest, '/media/') > 0
    )
INSERT OR IGNORE INTO media_uses (stem, post_id, draft) SELECT substr(rest, 1, 32), post_id, draft FROM found;

-- Pictures that are here already get their smaller sizes, too.
INSERT OR IGNORE INTO jobs (kind, key, payload, state, run_at, created_at)
SELECT 'variants', id, '{"media":' || id || ',"path":"' || path || '"}', 'queued', created_at, created_at FROM media
WHERE mime IN ('image/png', 'image/jpeg', 'image/webp') AND width > 480;
