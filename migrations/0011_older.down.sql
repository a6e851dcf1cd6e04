DELETE FROM counters WHERE name = 'media_bare';
DROP INDEX posts_trashed;
