DROP INDEX posts_review;
ALTER TABLE posts DROP COLUMN tells_changes;
ALTER TABLE posts DROP COLUMN evergreen;
DROP TABLE releases;
