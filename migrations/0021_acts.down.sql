-- What was asked is "publish" again: `reason` never said anything else.
ALTER TABLE revisions DROP COLUMN act;
