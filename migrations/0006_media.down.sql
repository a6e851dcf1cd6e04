DELETE FROM jobs WHERE kind IN ('variants', 'remove-files');
DROP TABLE media_uses;
DROP INDEX media_created;
DROP INDEX media_user;
ALTER TABLE media DROP COLUMN user_id;
ALTER TABLE media DROP COLUMN name;
