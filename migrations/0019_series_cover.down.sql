DROP INDEX series_cover;
ALTER TABLE series DROP COLUMN shows_coming;
ALTER TABLE series DROP COLUMN cover_alt;
ALTER TABLE series DROP COLUMN cover_id;
