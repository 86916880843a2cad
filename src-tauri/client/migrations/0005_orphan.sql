-- What the office recorded after the backup from which it was restored: it no longer has it, so nothing counts it, and
-- nobody throws it away either.
CREATE TABLE orphan (
    series      TEXT    NOT NULL,
    seq         INTEGER NOT NULL,
    id          TEXT    NOT NULL,
    stream      TEXT    NOT NULL,
    hash        TEXT    NOT NULL,
    bytes       BLOB    NOT NULL,
    received_at TEXT,
    PRIMARY KEY (series, seq, hash)
) STRICT;

-- Series the office itself has written to, as it said so.
CREATE TABLE office_series (
    series TEXT NOT NULL PRIMARY KEY
) STRICT;
