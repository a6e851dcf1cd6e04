DROP TABLE identity;
DELETE FROM counters WHERE name = 'settings_version';
DROP TABLE settings;
