-- What names the feed of a tag, a series or an author, whatever it is called and wherever the site is. A row number would not:
-- once the newest row is deleted another gets its number, and on another blog all have other numbers. Rows from before have
-- none, and their feeds go on by the number.
ALTER TABLE tags ADD COLUMN identity TEXT;
ALTER TABLE series ADD COLUMN identity TEXT;
ALTER TABLE authors ADD COLUMN identity TEXT;

-- Triggers, as rows are inserted in many places and none may go without: a random UUID (RFC 9562, version 4).
CREATE TRIGGER tags_identity AFTER INSERT ON tags WHEN new.identity IS NULL
BEGIN
    UPDATE tags SET identity = lower(printf('%s-%s-4%s-%s%s-%s', hex(randomblob(4)), hex(randomblob(2)),
        substr(hex(randomblob(2)), 2), substr('89ab', 1 + (random() & 3), 1), substr(hex(randomblob(2)), 2),
        hex(randomblob(6)))) WHERE id = new.id;
END;

CREATE TRIGGER series_identity AFTER INSERT ON series WHEN new.identity IS NULL
BEGIN
    UPDATE series SET identity = lower(printf('%s-%s-4%s-%s%s-%s', hex(randomblob(4)), hex(randomblob(2)),
        substr(hex(randomblob(2)), 2), substr('89ab', 1 + (random() & 3), 1), substr(hex(randomblob(2)), 2),
        hex(randomblob(6)))) WHERE id = new.id;
END;

CREATE TRIGGER authors_identity AFTER INSERT ON authors WHEN new.identity IS NULL
BEGIN
    UPDATE authors SET identity = lower(printf('%s-%s-4%s-%s%s-%s', hex(randomblob(4)), hex(randomblob(2)),
        substr(hex(randomblob(2)), 2), substr('89ab', 1 + (random() & 3), 1), substr(hex(randomblob(2)), 2),
        hex(randomblob(6)))) WHERE id = new.id;
END;
