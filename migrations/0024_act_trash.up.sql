-- A post is thrown away together with a save as well, and its revision says so. The column is put in place of the one that does
-- not know the word: to make the table anew would take what refers to it away, or leave that to be mended. Every row is written
-- anew here as well, as DROP COLUMN does.
ALTER TABLE revisions RENAME COLUMN act TO act_before;
ALTER TABLE revisions ADD COLUMN act TEXT CHECK (act IN ('publish', 'schedule', 'unpublish', 'take-back', 'trash'));
UPDATE revisions SET act = act_before WHERE act_before IS NOT NULL;
ALTER TABLE revisions DROP COLUMN act_before;
