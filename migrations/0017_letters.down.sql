DROP TABLE resume_downloads;
DROP TABLE resume;
DROP TABLE messages;
DROP TABLE subscribers;
DELETE FROM secrets WHERE name = 'letters';
