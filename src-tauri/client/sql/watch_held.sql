-- Counts what changes the answer to what is held of each case. Lives in memory, for this connection alone, and takes part
-- in its transactions.
CREATE TEMP TABLE held_version (version INTEGER NOT NULL);
INSERT INTO held_version (version) VALUES (0);
CREATE TEMP TRIGGER held_event_came AFTER INSERT ON main.event
BEGIN UPDATE held_version SET version = version + 1; END;
CREATE TEMP TRIGGER held_event_changed AFTER UPDATE OF series, seq, stream, hash, bytes ON main.event
BEGIN UPDATE held_version SET version = version + 1; END;
CREATE TEMP TRIGGER held_event_went AFTER DELETE ON main.event
BEGIN UPDATE held_version SET version = version + 1; END;
CREATE TEMP TRIGGER held_set_aside AFTER INSERT ON main.quarantine
BEGIN UPDATE held_version SET version = version + 1; END;
CREATE TEMP TRIGGER held_released AFTER DELETE ON main.quarantine
BEGIN UPDATE held_version SET version = version + 1; END;
