DROP INDEX posts_apart;
DROP TABLE projects;
