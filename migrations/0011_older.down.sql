DROP INDEX posts_trashed;
