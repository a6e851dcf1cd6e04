-- What is to be done later: written in the transaction of its cause, gone on with after a crash.
CREATE TABLE jobs (
    id          INTEGER PRIMARY KEY,
    kind        TEXT    NOT NULL,
    key         TEXT    NOT NULL,                   -- what it is about: of a kind there is one open job for each
    payload     TEXT    NOT NULL,                   -- JSON
    state       TEXT    NOT NULL CHECK (state IN ('queued', 'running', 'failed', 'finished')),
    run_at      INTEGER NOT NULL,                   -- not to be started before
    attempts    INTEGER NOT NULL DEFAULT 0 CHECK (attempts >= 0),   -- counted when they begin
    lease       TEXT,                               -- token of who runs it
    lease_until INTEGER,                            -- from then on anybody may take it
    last_error  TEXT    NOT NULL DEFAULT '',
    created_at  INTEGER NOT NULL,
    started_at  INTEGER,                            -- the last attempt
    ended_at    INTEGER,
    -- The one word on when a job can be taken.
    due_at      INTEGER GENERATED ALWAYS AS (
        CASE state WHEN 'queued' THEN run_at WHEN 'running' THEN lease_until END
    ) STORED,
    CHECK ((state = 'running') = (lease IS NOT NULL)),
    CHECK ((state = 'running') = (lease_until IS NOT NULL)),
    CHECK ((state IN ('failed', 'finished')) = (ended_at IS NOT NULL))
) STRICT;

CREATE UNIQUE INDEX jobs_open ON jobs (kind, key) WHERE state <> 'finished';
CREATE INDEX jobs_due ON jobs (kind, due_at, id) WHERE due_at IS NOT NULL;
CREATE INDEX jobs_ended ON jobs (state, ended_at DESC, id DESC) WHERE ended_at IS NOT NULL;

CREATE INDEX posts_scheduled ON posts (published_at, id) WHERE status = 'scheduled';
