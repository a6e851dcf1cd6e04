DROP INDEX tags_focus;
ALTER TABLE tags DROP COLUMN focus;
DROP TABLE collection_posts;
DROP TABLE collections;
