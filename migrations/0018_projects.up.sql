-- What a project says of itself besides what every post does.
CREATE TABLE projects (
    post_id      INTEGER PRIMARY KEY REFERENCES posts (id) ON DELETE CASCADE,
    technologies TEXT    NOT NULL,                  -- one a line
    links        TEXT    NOT NULL,                  -- "Label = address", one a line
    year         INTEGER,                           -- when it was made
    position     INTEGER                            -- in the owner's order; those without one come after
) STRICT;

-- Pages and projects, of which there are few among many posts.
CREATE INDEX posts_apart ON posts (kind, published_at) WHERE kind <> 'post';
