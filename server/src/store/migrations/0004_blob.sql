-- 附件 that events name: one row for each event and attachment, written with the event.
CREATE TABLE attachment (
  township  TEXT    NOT NULL,
  series    TEXT    NOT NULL,
  seq       INTEGER NOT NULL,
  hash      TEXT    NOT NULL,                       -- of the bytes
  bytes     INTEGER NOT NULL,
  media     TEXT    NOT NULL,                       -- code of shared::attachment::Media
  purpose   TEXT    NOT NULL,                       -- code of shared::attachment::Purpose
  stream    TEXT    NOT NULL,                       -- that of the event; unread/<series> while it is set aside
  PRIMARY KEY (township, series, seq, hash)
) STRICT, WITHOUT ROWID;
CREATE INDEX attachment_by_stream ON attachment (township, stream, hash);

-- Objects in the folder beside this store, each sealed under the key of its stream.
CREATE TABLE blob (
  township    TEXT    NOT NULL,
  stream      TEXT    NOT NULL,
  hash        TEXT    NOT NULL,
  bytes       INTEGER NOT NULL,
  held        INTEGER NOT NULL,                     -- bytes taken so far
  file_bytes  INTEGER NOT NULL,                     -- of the sealed file; what lies behind was never acknowledged
  whole_ms    INTEGER NOT NULL,                     -- 0 = on its way
  PRIMARY KEY (township, stream, hash)
) STRICT, WITHOUT ROWID;

-- What phones seal to beside their locked stores: X25519, as `age` writes it.
CREATE TABLE office_key (
  township    TEXT    NOT NULL PRIMARY KEY,
  key_public  TEXT    NOT NULL,
  key_sealed  BLOB    NOT NULL,
  made_ms     INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
