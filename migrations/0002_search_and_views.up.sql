-- Search. What a token is, is decided in the program: these tables are fed words that are ready, with spaces between
-- them. Row ids are times, so that the newest come first without sorting; search_posts says which post a row is.
DROP TABLE post_search;

CREATE VIRTUAL TABLE post_search USING fts5 (
    title, labels, headings, summary, body,
    parts,                                          -- of words that are written together, and other spellings
    facets,                                         -- tags, authors and the series, by row id
    content = '', contentless_delete = 1,
    tokenize = "ascii tokenchars '+#'"
);

-- A large import writes fewer and larger pieces, and joins them less often.
INSERT INTO post_search (post_search, rank) VALUES ('hashsize', 8388608), ('automerge', 8);

-- Titles, tags and series again, in short lists: they come first, and one or two letters ask only them.
CREATE VIRTUAL TABLE title_search USING fts5 (
    title, labels, facets,
    content = '', contentless_delete = 1,
    tokenize = "ascii tokenchars '+#'",
    prefix = '1 2'
);

-- What is in the index. A post that is to be deleted has to be taken out of it first.
CREATE TABLE search_posts (
    key        INTEGER PRIMARY KEY,                 -- row id in both tables above
    post_id    INTEGER NOT NULL UNIQUE REFERENCES posts (id),
    generation INTEGER NOT NULL,                    -- which building of the index it belongs to
    labels     TEXT    NOT NULL                     -- as indexed, for taking it out again
) STRICT;

CREATE INDEX search_posts_generation ON search_posts (generation);

-- The words of the index as they are written, without accents and in lower case.
CREATE TABLE search_words (
    word     TEXT    NOT NULL PRIMARY KEY,
    reversed TEXT    NOT NULL,                      -- letters from last to first
    stem     TEXT    NOT NULL,
    posts    INTEGER NOT NULL,                      -- how many hold it
    recount  INTEGER NOT NULL                       -- how many of the current generation do
) STRICT, WITHOUT ROWID;

CREATE INDEX search_words_reversed ON search_words (reversed);
CREATE INDEX search_words_stem ON search_words (stem);

-- The index is whole when the last generation is finished, and was made by the analyser of this version.
INSERT INTO counters (name, value) VALUES ('search_generation', 1), ('search_finished', 0), ('search_analyser', 0);

-- Views. Days are counted from 1970-01-01, UTC. What lasts are numbers a day and a post; who a reader was lasts a day.

-- What leaves a window at the turn of a day.
CREATE INDEX daily_views_day ON daily_views (day);

-- Kept by the writer; every post has a row from the moment it is written.
CREATE TABLE post_views (
    post_id  INTEGER PRIMARY KEY REFERENCES posts (id) ON DELETE CASCADE,
    total    INTEGER NOT NULL CHECK (total >= 0),
    week     INTEGER NOT NULL CHECK (week >= 0),    -- of 7 days, today among them
    month    INTEGER NOT NULL CHECK (month >= 0),   -- of 30
    year     INTEGER NOT NULL CHECK (year >= 0),    -- of 365
    imported INTEGER NOT NULL DEFAULT 0 CHECK (imported >= 0)   -- counted elsewhere, before; in none of the others
) STRICT;

CREATE INDEX post_views_total ON post_views (total DESC, post_id DESC);
CREATE INDEX post_views_week ON post_views (week DESC, post_id DESC);
CREATE INDEX post_views_month ON post_views (month DESC, post_id DESC);
CREATE INDEX post_views_year ON post_views (year DESC, post_id DESC);

-- Which visitor has been counted today; emptied when the day ends.
CREATE TABLE view_keys (
    post_id INTEGER NOT NULL REFERENCES posts (id) ON DELETE CASCADE,
    key     BLOB    NOT NULL,
    PRIMARY KEY (post_id, key)
) STRICT, WITHOUT ROWID;

-- Under which today's keys are made: one row, gone when the day ends.
CREATE TABLE view_salts (
    day  INTEGER PRIMARY KEY,
    salt BLOB    NOT NULL
) STRICT;

-- What was not counted, and why.
CREATE TABLE view_exclusions (
    day    INTEGER NOT NULL,
    reason TEXT    NOT NULL,
    count  INTEGER NOT NULL CHECK (count >= 0),
    PRIMARY KEY (day, reason)
) STRICT, WITHOUT ROWID;

-- Random keys made once for this site.
CREATE TABLE secrets (
    name  TEXT NOT NULL PRIMARY KEY,
    value BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- Up to which day the windows of post_views are counted.
INSERT INTO counters (name, value) VALUES ('views_day', 0);

-- Orders of the whole list besides that of time. Posts that nobody has read yet are in the list of the most read as well.
CREATE INDEX posts_updated ON posts (coalesce(updated_at, listed_at) DESC, id DESC) WHERE listed_at IS NOT NULL;
CREATE INDEX posts_title ON posts (lower(title), id DESC) WHERE listed_at IS NOT NULL;
INSERT INTO post_views (post_id, total, week, month, year) SELECT id, 0, 0, 0, 0 FROM posts;
CREATE INDEX tags_used ON tags (post_count DESC, slug) WHERE post_count > 0;
