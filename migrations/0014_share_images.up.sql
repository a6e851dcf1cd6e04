-- The picture that is shown where somebody shares a post: the name of its file, which is a hash of what is drawn in it.
CREATE TABLE share_images (
    post_id INTEGER PRIMARY KEY REFERENCES posts (id) ON DELETE CASCADE,
    hash    TEXT    NOT NULL                        -- two posts may look the same
) STRICT;

CREATE INDEX share_images_hash ON share_images (hash);
