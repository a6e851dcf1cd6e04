-- What was written into the audit log stays as it was written, whatever the program gets wrong. Nothing clears the log away; only
-- the account of an entry may go (ON DELETE SET NULL), whose name stays.
CREATE TRIGGER audit_entries_no_change
BEFORE UPDATE OF id, at, actor, action, object, "before", "after", device, request ON audit_entries
BEGIN
    SELECT RAISE(ABORT, 'the audit log is append-only');
END;

CREATE TRIGGER audit_entries_no_other_user BEFORE UPDATE OF user_id ON audit_entries WHEN new.user_id IS NOT NULL
BEGIN
    SELECT RAISE(ABORT, 'the audit log is append-only');
END;

-- Of what an INSERT OR REPLACE takes away no trigger on DELETE is told. An entry that is to be given its id has -1 here.
CREATE TRIGGER audit_entries_no_other_entry BEFORE INSERT ON audit_entries
WHEN EXISTS (SELECT 1 FROM audit_entries WHERE id = new.id)
BEGIN
    SELECT RAISE(ABORT, 'the audit log is append-only');
END;

CREATE TRIGGER audit_entries_no_delete BEFORE DELETE ON audit_entries
BEGIN
    SELECT RAISE(ABORT, 'the audit log is append-only');
END;
