-- Who may write here. Of every secret only its SHA-256 is kept, of a password its Argon2id hash.

CREATE TABLE users (
    id          INTEGER PRIMARY KEY,
    email       TEXT    NOT NULL UNIQUE,            -- in lower case
    name        TEXT    NOT NULL,
    role        TEXT    NOT NULL CHECK (role IN ('owner', 'editor', 'author', 'contributor')),
    password    TEXT    NOT NULL,                   -- PHC string; empty: none was chosen yet
    author_id   INTEGER NOT NULL UNIQUE REFERENCES authors (id),     -- whom readers see
    created_at  INTEGER NOT NULL,
    disabled_at INTEGER
) STRICT;

CREATE TABLE sessions (
    id         INTEGER PRIMARY KEY,
    token      BLOB    NOT NULL UNIQUE,
    user_id    INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    device     TEXT    NOT NULL,                    -- kind of browser and system
    created_at INTEGER NOT NULL,
    seen_at    INTEGER NOT NULL
) STRICT;

CREATE INDEX sessions_user ON sessions (user_id, seen_at DESC);
CREATE INDEX sessions_seen ON sessions (seen_at);

-- Links that open a door once: to set the site up, to join it, to choose a new password.
CREATE TABLE door_links (
    token      BLOB    NOT NULL PRIMARY KEY,
    id         TEXT    NOT NULL UNIQUE,             -- names it without opening anything
    purpose    TEXT    NOT NULL CHECK (purpose IN ('setup', 'join', 'reset')),
    user_id    INTEGER REFERENCES users (id) ON DELETE CASCADE,      -- whose password; only of 'reset'
    email      TEXT    NOT NULL DEFAULT '',         -- who is to join; only of 'join'
    role       TEXT    NOT NULL DEFAULT '',
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX door_links_user ON door_links (user_id) WHERE user_id IS NOT NULL;

-- Who did what. Rows are added and never changed.
CREATE TABLE audit_entries (
    id        INTEGER PRIMARY KEY,
    at        INTEGER NOT NULL,
    user_id   INTEGER REFERENCES users (id) ON DELETE SET NULL,      -- none: the operator of the machine
    actor     TEXT    NOT NULL,                     -- their name at the time
    action    TEXT    NOT NULL,                     -- such as "user.invite"
    object    TEXT    NOT NULL,                     -- what it was done to, in words
    before    TEXT    NOT NULL DEFAULT '',
    after     TEXT    NOT NULL DEFAULT '',
    device    TEXT    NOT NULL DEFAULT '',          -- from where
    request   TEXT    NOT NULL DEFAULT ''           -- its id in the log
) STRICT;

CREATE INDEX audit_entries_user ON audit_entries (user_id) WHERE user_id IS NOT NULL;

-- What readers are told of an author besides name and words.
CREATE TABLE author_profiles (
    author_id  INTEGER PRIMARY KEY REFERENCES authors (id) ON DELETE CASCADE,
    picture_id INTEGER REFERENCES media (id) ON DELETE SET NULL,
    links      TEXT    NOT NULL                     -- addresses, one a line
) STRICT;

CREATE INDEX author_profiles_picture ON author_profiles (picture_id) WHERE picture_id IS NOT NULL;
