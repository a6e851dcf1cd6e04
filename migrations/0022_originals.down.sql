-- The files stay in their folder.
ALTER TABLE media DROP COLUMN original;
