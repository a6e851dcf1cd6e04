-- What became of a post here, whatever its status is now: what an old address of it is worth, and whether an import may
-- still write over it.

ALTER TABLE posts ADD COLUMN seen_at INTEGER;       -- when readers first could see it; an address from before then leads nowhere
ALTER TABLE posts ADD COLUMN ordered_at INTEGER;    -- when somebody at the desk last chose where it stands

-- Of what is here only hidden posts and old addresses tell of it.
UPDATE posts SET seen_at = coalesce(published_at, created_at)
WHERE status IN ('published', 'unpublished')
   OR EXISTS (SELECT 1 FROM post_heads h WHERE h.post_id = posts.id AND h.trashed_from IN ('published', 'unpublished'))
   OR EXISTS (SELECT 1 FROM redirects r WHERE r.post_id = posts.id AND r.origin = 'address');
