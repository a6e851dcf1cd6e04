DROP TRIGGER authors_identity;
DROP TRIGGER series_identity;
DROP TRIGGER tags_identity;
ALTER TABLE authors DROP COLUMN identity;
ALTER TABLE series DROP COLUMN identity;
ALTER TABLE tags DROP COLUMN identity;
