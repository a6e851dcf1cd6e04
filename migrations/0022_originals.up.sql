-- The file that a picture was made of, as it was sent: its name in the folder of originals, where it is kept.
ALTER TABLE media ADD COLUMN original TEXT;
