-- Facts, own and pulled, as the bytes first written. Never updated but for received_at, never deleted.
CREATE TABLE event (
    series      TEXT    NOT NULL,   -- of the installation that wrote it
    seq         INTEGER NOT NULL,   -- from 1, without gaps within a series
    id          TEXT    NOT NULL,   -- not unique here: another series must not be able to block one of ours
    stream      TEXT    NOT NULL,   -- case:<id> or office:<township>
    hash        TEXT    NOT NULL,   -- of bytes
    bytes       BLOB    NOT NULL,
    received_at TEXT,               -- the server's clock; NULL until it came back in a pull
    PRIMARY KEY (series, seq)
) STRICT;

CREATE INDEX event_by_stream ON event (stream);
CREATE INDEX event_by_id ON event (id);

-- Own records the office keeps but does not count.
CREATE TABLE quarantine (
    seq     INTEGER NOT NULL PRIMARY KEY,
    problem TEXT    NOT NULL            -- JSON
) STRICT;

CREATE TABLE draft (
    id          TEXT NOT NULL PRIMARY KEY,
    kind        TEXT NOT NULL,
    case_id     TEXT NOT NULL,
    saved_at    TEXT NOT NULL,
    form        TEXT NOT NULL           -- the form's own JSON
) STRICT;

-- Which record grew from which draft, so that a second tap on 保存 makes no second record.
CREATE TABLE recorded_draft (
    draft TEXT NOT NULL PRIMARY KEY,
    event TEXT NOT NULL
) STRICT;

-- The pairing of this store; one row for ever.
CREATE TABLE identity (
    one     INTEGER NOT NULL PRIMARY KEY CHECK (one = 1),
    pairing TEXT    NOT NULL,           -- JSON
    seed    BLOB    NOT NULL            -- of the device's Ed25519 key
) STRICT;

-- Where this store stands with the office; one row for ever.
CREATE TABLE line (
    one           INTEGER NOT NULL PRIMARY KEY CHECK (one = 1),
    counter       INTEGER NOT NULL,     -- of signed requests; only grows
    cursor        INTEGER NOT NULL,     -- log number after which to pull
    scope_version INTEGER NOT NULL,
    epoch         TEXT    NOT NULL,     -- of the server; empty before the first hello
    covered       INTEGER NOT NULL,     -- own records up to this seq are covered by `receipt`
    receipt       TEXT,                 -- JSON, as the server signed it
    last_success  TEXT,
    repaired      TEXT                  -- the difference for which everything was pulled again, lest it repeat
) STRICT;

INSERT INTO line (one, counter, cursor, scope_version, epoch, covered) VALUES (1, 0, 0, 0, '', 0);

-- Staff of the township, by name.
CREATE TABLE staff (
    user TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    role TEXT NOT NULL
) STRICT;

-- Cases the office counts for this device.
CREATE TABLE scope (
    case_id TEXT NOT NULL PRIMARY KEY
) STRICT;

-- The test session and what it started from.
CREATE TABLE setting (
    name  TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL                 -- JSON
) STRICT;
