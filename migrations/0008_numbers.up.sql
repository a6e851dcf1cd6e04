-- What the desk reads of views, links to drafts, and when what is thrown away goes for good.

-- Views of all posts on a day, kept by the writer: what is read of a year does not grow with the posts. Posts that are
-- gone for good stay counted.
CREATE TABLE site_views (
    day   INTEGER PRIMARY KEY,                      -- days since 1970-01-01, UTC
    views INTEGER NOT NULL CHECK (views >= 0)
) STRICT;

INSERT INTO site_views (day, views) SELECT day, SUM(views) FROM daily_views GROUP BY day;

-- Links to what nobody can read yet. Of a key only its SHA-256 is kept.
CREATE TABLE draft_links (
    key        BLOB    NOT NULL PRIMARY KEY,
    id         TEXT    NOT NULL UNIQUE,             -- names it without opening anything
    post_id    INTEGER NOT NULL REFERENCES posts (id) ON DELETE CASCADE,
    user_id    INTEGER REFERENCES users (id) ON DELETE SET NULL,
    who        TEXT    NOT NULL,                    -- name of who made it
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX draft_links_post ON draft_links (post_id, created_at DESC);
CREATE INDEX draft_links_user ON draft_links (user_id) WHERE user_id IS NOT NULL;
CREATE INDEX draft_links_expires ON draft_links (expires_at);

ALTER TABLE post_heads ADD COLUMN trashed_at INTEGER;

-- Whatever is in the trash was written on when it was thrown away.
UPDATE post_heads SET trashed_at = edited_at WHERE trashed_from IS NOT NULL;

CREATE INDEX post_heads_trashed ON post_heads (trashed_at, post_id) WHERE trashed_at IS NOT NULL;
