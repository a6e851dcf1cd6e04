-- Times are Unix milliseconds, UTC. Counts that pages show are kept by the writer, never counted by a reader.

CREATE TABLE media (
    id          INTEGER PRIMARY KEY,
    hash        TEXT    NOT NULL UNIQUE,            -- SHA-256 of the stored bytes, hex
    path        TEXT    NOT NULL UNIQUE,            -- "/media/<hash>.<ext>"
    mime        TEXT    NOT NULL,
    bytes       INTEGER NOT NULL CHECK (bytes >= 0),
    width       INTEGER NOT NULL CHECK (width >= 0),
    height      INTEGER NOT NULL CHECK (height >= 0),
    created_at  INTEGER NOT NULL
) STRICT;

CREATE TABLE authors (
    id          INTEGER PRIMARY KEY,
    slug        TEXT    NOT NULL UNIQUE,
    name        TEXT    NOT NULL,
    bio         TEXT    NOT NULL DEFAULT '',
    post_count  INTEGER NOT NULL DEFAULT 0 CHECK (post_count >= 0)   -- listed posts
) STRICT;

CREATE TABLE tags (
    id          INTEGER PRIMARY KEY,
    slug        TEXT    NOT NULL UNIQUE,
    name        TEXT    NOT NULL,
    description TEXT    NOT NULL DEFAULT '',
    post_count  INTEGER NOT NULL DEFAULT 0 CHECK (post_count >= 0)   -- listed posts
) STRICT;

CREATE TABLE series (
    id          INTEGER PRIMARY KEY,
    slug        TEXT    NOT NULL UNIQUE,
    title       TEXT    NOT NULL,
    description TEXT    NOT NULL DEFAULT '',
    complete    INTEGER NOT NULL DEFAULT 0 CHECK (complete IN (0, 1))
) STRICT;

CREATE TABLE posts (
    id              INTEGER PRIMARY KEY,
    uuid            TEXT    NOT NULL UNIQUE,        -- public identity, in feeds
    slug            TEXT    NOT NULL UNIQUE,
    kind            TEXT    NOT NULL CHECK (kind IN ('post', 'page', 'project')),
    status          TEXT    NOT NULL CHECK (status IN ('draft', 'scheduled', 'published', 'unpublished', 'trashed')),
    visibility      TEXT    NOT NULL CHECK (visibility IN ('public', 'unlisted')),
    featured        INTEGER NOT NULL DEFAULT 0 CHECK (featured IN (0, 1)),
    minutes         INTEGER NOT NULL DEFAULT 1 CHECK (minutes >= 1),
    words           INTEGER NOT NULL DEFAULT 0 CHECK (words >= 0),
    published_at    INTEGER,
    updated_at      INTEGER,                        -- the text that readers see changed
    reviewed_at     INTEGER,
    review_after    INTEGER,
    created_at      INTEGER NOT NULL,
    series_id       INTEGER REFERENCES series (id) ON DELETE SET NULL,
    series_part     INTEGER,                        -- place in the reading order; 0 is the overview
    cover_id        INTEGER REFERENCES media (id) ON DELETE SET NULL,
    cover_alt       TEXT    NOT NULL DEFAULT '',
    title           TEXT    NOT NULL,
    summary         TEXT    NOT NULL DEFAULT '',    -- the author's
    excerpt         TEXT    NOT NULL DEFAULT '',    -- cut from the text, for where there is no summary
    takeaway        TEXT    NOT NULL DEFAULT '',
    canonical_url   TEXT,
    seo_title       TEXT,
    seo_description TEXT,
    language        TEXT    NOT NULL DEFAULT '',    -- empty: the site's
    source_path     TEXT,                           -- where an import found it
    source_hash     TEXT,
    -- The one word on whether readers come across a post: every list, feed, count and search asks this column.
    listed_at       INTEGER GENERATED ALWAYS AS (
        CASE WHEN kind = 'post' AND status = 'published' AND visibility = 'public' THEN published_at END
    ) STORED,
    CHECK (status NOT IN ('scheduled', 'published') OR published_at IS NOT NULL)
) STRICT;

CREATE INDEX posts_listed ON posts (listed_at DESC, id DESC) WHERE listed_at IS NOT NULL;
CREATE INDEX posts_series ON posts (series_id, series_part, id) WHERE series_id IS NOT NULL;
CREATE INDEX posts_cover ON posts (cover_id) WHERE cover_id IS NOT NULL;
CREATE UNIQUE INDEX posts_source ON posts (source_path) WHERE source_path IS NOT NULL;

-- Long texts apart, so that a list reads narrow rows.
CREATE TABLE post_bodies (
    post_id   INTEGER PRIMARY KEY REFERENCES posts (id) ON DELETE CASCADE,
    renderer  INTEGER NOT NULL,                     -- version of the renderer that made what follows
    toc       TEXT    NOT NULL,                     -- JSON
    html      TEXT    NOT NULL,
    plain     TEXT    NOT NULL,                     -- text for search
    source    TEXT    NOT NULL                      -- Markdown, byte for byte as written
) STRICT;

CREATE INDEX post_bodies_renderer ON post_bodies (renderer);

CREATE TABLE post_tags (
    post_id   INTEGER NOT NULL REFERENCES posts (id) ON DELETE CASCADE,
    position  INTEGER NOT NULL,
    tag_id    INTEGER NOT NULL REFERENCES tags (id) ON DELETE CASCADE,
    listed_at INTEGER,                              -- the post's, so that a tag's page is one range of an index
    PRIMARY KEY (post_id, position),
    UNIQUE (post_id, tag_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX post_tags_listed ON post_tags (tag_id, listed_at DESC, post_id DESC) WHERE listed_at IS NOT NULL;
CREATE INDEX post_tags_tag ON post_tags (tag_id);

CREATE TABLE post_authors (
    post_id   INTEGER NOT NULL REFERENCES posts (id) ON DELETE CASCADE,
    position  INTEGER NOT NULL,
    author_id INTEGER NOT NULL REFERENCES authors (id) ON DELETE CASCADE,
    listed_at INTEGER,
    PRIMARY KEY (post_id, position),
    UNIQUE (post_id, author_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX post_authors_listed ON post_authors (author_id, listed_at DESC, post_id DESC) WHERE listed_at IS NOT NULL;
CREATE INDEX post_authors_author ON post_authors (author_id);

-- Other posts on the same matter, computed when posts change.
CREATE TABLE related_posts (
    post_id    INTEGER NOT NULL REFERENCES posts (id) ON DELETE CASCADE,
    position   INTEGER NOT NULL,
    related_id INTEGER NOT NULL REFERENCES posts (id) ON DELETE CASCADE,
    PRIMARY KEY (post_id, position)
) STRICT, WITHOUT ROWID;

CREATE INDEX related_posts_related ON related_posts (related_id);

CREATE TABLE redirects (
    path       TEXT    NOT NULL PRIMARY KEY,        -- of the old site: a leading slash, none at the end
    post_id    INTEGER NOT NULL REFERENCES posts (id) ON DELETE CASCADE,
    created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX redirects_post ON redirects (post_id);

CREATE TABLE counters (
    name  TEXT    NOT NULL PRIMARY KEY,
    value INTEGER NOT NULL CHECK (value >= 0)
) STRICT, WITHOUT ROWID;

-- changed_at: when a post was last written; related_at: up to which change the related posts are computed.
INSERT INTO counters (name, value) VALUES ('listed_posts', 0), ('changed_at', 0), ('related_at', 0);

-- Filled by later versions.
CREATE VIRTUAL TABLE post_search USING fts5 (
    title, tags, headings, summary, body,
    content = '', contentless_delete = 1,
    tokenize = "unicode61 remove_diacritics 2"
);

CREATE TABLE daily_views (
    post_id INTEGER NOT NULL REFERENCES posts (id) ON DELETE CASCADE,
    day     INTEGER NOT NULL,                       -- days since 1970-01-01, UTC
    views   INTEGER NOT NULL CHECK (views >= 0),
    PRIMARY KEY (post_id, day)
) STRICT, WITHOUT ROWID;
