-- What readers send: addresses for the newsletter, and messages.

CREATE TABLE subscribers (
    id            INTEGER PRIMARY KEY,
    email         TEXT    NOT NULL UNIQUE,          -- in lower case
    status        TEXT    NOT NULL CHECK (status IN ('unconfirmed', 'confirmed', 'unsubscribed')),
    subscribed_at INTEGER NOT NULL,                 -- when it was first entered
    form          TEXT    NOT NULL                  -- path of the page on which it was; empty where the browser did not say
) STRICT;

CREATE INDEX subscribers_newest ON subscribers (subscribed_at DESC, id DESC);

CREATE TABLE messages (
    id          INTEGER PRIMARY KEY,
    name        TEXT    NOT NULL,
    email       TEXT    NOT NULL,
    body        TEXT    NOT NULL,                   -- plain text
    state       TEXT    NOT NULL CHECK (state IN ('unread', 'read', 'answered', 'spam')),
    received_at INTEGER NOT NULL
) STRICT;

CREATE INDEX messages_state ON messages (state, received_at DESC, id DESC);

-- The owner's résumé: which file it is, if there is one, and how often it was fetched on a day.
CREATE TABLE resume (
    only        INTEGER NOT NULL PRIMARY KEY CHECK (only = 1),
    hash        TEXT    NOT NULL,                   -- of its bytes; names the file
    bytes       INTEGER NOT NULL,
    uploaded_at INTEGER NOT NULL
) STRICT;

CREATE TABLE resume_downloads (
    day       INTEGER PRIMARY KEY,                  -- days since 1970-01-01, UTC
    downloads INTEGER NOT NULL CHECK (downloads >= 0)
) STRICT;
