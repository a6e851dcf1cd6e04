-- A picture that any revision of a post names stays in use, so that every revision can be taken up again: draft = 1 says that
-- one of them names it, and not only the latest. A stem is what follows the folder, as far as it is the same for all sizes.
WITH RECURSIVE
    found (post_id, number, at) AS (
        SELECT post_id, number, instr(source || ' ' || meta, '/media/') FROM revisions
        WHERE instr(source || ' ' || meta, '/media/') > 0
        UNION ALL
        SELECT f.post_id, f.number, f.at + 6 + instr(substr(r.source || ' ' || r.meta, f.at + 7), '/media/')
        FROM found f CROSS JOIN revisions r ON r.post_id = f.post_id AND r.number = f.number
        WHERE instr(substr(r.source || ' ' || r.meta, f.at + 7), '/media/') > 0
    )
INSERT OR IGNORE INTO media_uses (stem, post_id, draft)
SELECT substr(r.source || ' ' || r.meta, f.at + 7, 32), f.post_id, 1
FROM found f CROSS JOIN revisions r ON r.post_id = f.post_id AND r.number = f.number;
