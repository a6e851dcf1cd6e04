-- What was thrown away with its save was saved by hand, in the words that are left.
ALTER TABLE revisions RENAME COLUMN act TO act_after;
ALTER TABLE revisions ADD COLUMN act TEXT CHECK (act IN ('publish', 'schedule', 'unpublish', 'take-back'));
UPDATE revisions SET act = act_after WHERE act_after <> 'trash';
UPDATE revisions SET reason = 'manual' WHERE act_after = 'trash';
ALTER TABLE revisions DROP COLUMN act_after;
