ALTER TABLE posts DROP COLUMN ordered_at;
ALTER TABLE posts DROP COLUMN seen_at;
