-- What the owner chose of how the site is called and looks, each as it is typed. What was not chosen is not here.
CREATE TABLE settings (
    name  TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Grows with every change: programs that hold the settings in memory read them again when it did.
INSERT INTO counters (name, value) VALUES ('settings_version', 0);
