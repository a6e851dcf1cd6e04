DROP TABLE author_profiles;
DROP TABLE audit_entries;
DROP TABLE door_links;
DROP TABLE sessions;
DROP TABLE users;
