-- What was asked of a post together with a revision: `reason` has five words, and "publish" stands there for everything that was
-- asked. A column beside it instead of more words: another CHECK would mean to copy the table, which holds every text of every
-- post and to which releases refers. Revisions from before have none; what was asked with them is not known.
ALTER TABLE revisions ADD COLUMN act TEXT CHECK (act IN ('publish', 'schedule', 'unpublish', 'take-back'));
