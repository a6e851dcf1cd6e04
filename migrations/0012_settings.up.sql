-- What the owner chose of how the site is called and looks, each as it is typed. What was not chosen is not here.
CREATE TABLE settings (
    name  TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Grows with every change: programs that hold the settings in memory read them again when it did.
INSERT INTO counters (name, value) VALUES ('settings_version', 0);

-- Each card of a list counts the parts of its series: with the moment in it, the index alone answers.
DROP INDEX posts_series;
CREATE INDEX posts_series ON posts (series_id, series_part, listed_at, id) WHERE series_id IS NOT NULL;
