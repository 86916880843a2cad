-- 附件: photos, signatures, scans. The bytes lie in pieces, and go when record and attachment are safe at the office.
CREATE TABLE attachment (
    hash           TEXT    NOT NULL PRIMARY KEY,    -- of the bytes
    bytes          INTEGER NOT NULL,
    media          TEXT    NOT NULL,
    purpose        TEXT    NOT NULL,
    added_at       INTEGER NOT NULL,                -- seconds since 1970 by the phone's clock
    announced      INTEGER NOT NULL,                -- the office was told that it comes
    received_epoch TEXT                             -- the office's epoch in which it signed that it has the whole
) STRICT;

CREATE TABLE attachment_piece (
    hash   TEXT    NOT NULL,
    number INTEGER NOT NULL,
    piece  BLOB    NOT NULL,
    PRIMARY KEY (hash, number)
) STRICT;

-- Which own record names which.
CREATE TABLE attachment_of (
    seq  INTEGER NOT NULL,
    hash TEXT    NOT NULL,
    PRIMARY KEY (seq, hash)
) STRICT;

-- Own records whose content left with their case: kind and times stay, the bytes lie in the capsule alone.
CREATE TABLE let_go (
    seq      INTEGER NOT NULL PRIMARY KEY,
    envelope BLOB    NOT NULL                       -- JSON of the event, its body reduced to the kind
) STRICT;
