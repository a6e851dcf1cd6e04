DROP TABLE post_heads;
DROP TABLE revisions;
