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

-- Names the site in its feeds, whatever it is called and wherever it is: a random UUID (RFC 9562, version 4).
CREATE TABLE identity (
    only INTEGER NOT NULL PRIMARY KEY CHECK (only = 1),
    uuid TEXT    NOT NULL
) STRICT;
INSERT INTO identity (only, uuid)
VALUES (1, lower(printf('%s-%s-4%s-%s%s-%s', hex(randomblob(4)), hex(randomblob(2)), substr(hex(randomblob(2)), 2),
    substr('89ab', 1 + (random() & 3), 1), substr(hex(randomblob(2)), 2), hex(randomblob(6)))));
