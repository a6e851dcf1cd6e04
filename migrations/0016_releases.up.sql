-- Which of a post's revisions readers saw, since when, and what its author told them of it. Rows are added by the transaction
-- that shows a revision; one without a time waits for it with a post that is scheduled.
CREATE TABLE releases (
    post_id     INTEGER NOT NULL REFERENCES posts (id) ON DELETE CASCADE,
    number      INTEGER NOT NULL,                   -- of the revision
    released_at INTEGER,
    note        TEXT    NOT NULL DEFAULT '',        -- plain text
    PRIMARY KEY (post_id, number),
    FOREIGN KEY (post_id, number) REFERENCES revisions (post_id, number)    -- so none of these can be thinned out
) STRICT, WITHOUT ROWID;

ALTER TABLE posts ADD COLUMN evergreen INTEGER NOT NULL DEFAULT 0 CHECK (evergreen IN (0, 1));         -- never out of date
ALTER TABLE posts ADD COLUMN tells_changes INTEGER NOT NULL DEFAULT 0 CHECK (tells_changes IN (0, 1)); -- readers see its releases

CREATE INDEX posts_review ON posts (review_after, id) WHERE review_after IS NOT NULL;
