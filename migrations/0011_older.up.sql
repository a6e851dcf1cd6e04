-- What older versions imported and is looked after once: posts in the trash without a date, and pictures with the notes of
-- cameras, up to the row that was looked at last.
CREATE INDEX posts_trashed ON posts (id) WHERE status = 'trashed';

INSERT INTO counters (name, value) VALUES ('media_bare', 0);
