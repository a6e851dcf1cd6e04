DROP INDEX post_heads_trashed;
ALTER TABLE post_heads DROP COLUMN trashed_at;
DROP TABLE draft_links;
DROP TABLE site_views;
