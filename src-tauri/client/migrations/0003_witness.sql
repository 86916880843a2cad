-- Heads of the office's audit chain as it signed them. Handed back to it at each exchange: an office whose log was
-- rewritten is found by any phone. Only added to, but for the oldest.
CREATE TABLE witness (
    epoch   TEXT    NOT NULL,
    entry   INTEGER NOT NULL,
    witness TEXT    NOT NULL,           -- JSON, as the server signed it
    PRIMARY KEY (epoch, entry)
) STRICT;
