DROP INDEX posts_series;
CREATE INDEX posts_series ON posts (series_id, series_part, id) WHERE series_id IS NOT NULL;
DROP TABLE identity;
DELETE FROM counters WHERE name = 'settings_version';
DROP TABLE settings;
