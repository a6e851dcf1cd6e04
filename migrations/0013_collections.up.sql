-- Lists that the owner puts together by hand, such as "Start here", in the order in which a front page shows them.
CREATE TABLE collections (
    id       INTEGER PRIMARY KEY,
    slug     TEXT    NOT NULL UNIQUE,               -- names it in an export
    name     TEXT    NOT NULL,
    intro    TEXT    NOT NULL DEFAULT '',
    shows    TEXT    NOT NULL DEFAULT '',           -- what is shown of a post besides its title: names with ", " between them
    position INTEGER NOT NULL,                      -- among the collections, from 1
    version  INTEGER NOT NULL DEFAULT 0             -- rises with every change of what is in it and of its order
) STRICT;

CREATE TABLE collection_posts (
    collection_id INTEGER NOT NULL REFERENCES collections (id) ON DELETE CASCADE,
    position      INTEGER NOT NULL,                 -- from 1
    post_id       INTEGER NOT NULL REFERENCES posts (id) ON DELETE CASCADE,
    PRIMARY KEY (collection_id, position),
    UNIQUE (collection_id, post_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX collection_posts_post ON collection_posts (post_id);

-- Place among the focus areas of the site, from 1; none: it is not one of them.
ALTER TABLE tags ADD COLUMN focus INTEGER CHECK (focus >= 1);

CREATE INDEX tags_focus ON tags (focus, id) WHERE focus IS NOT NULL;
