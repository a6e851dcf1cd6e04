DROP INDEX posts_scheduled;
DROP TABLE jobs;
