-- What the audit officer made of a head that the chain denies. The alert stays; the word stands beside it.
CREATE TABLE alert_word (
  township     TEXT    NOT NULL,
  series       TEXT    NOT NULL,                    -- the device that held the head up
  entry        INTEGER NOT NULL,
  said_by      TEXT    NOT NULL,
  said_ms      INTEGER NOT NULL,
  word_sealed  BLOB    NOT NULL,                    -- under the server's key
  PRIMARY KEY (township, series, entry)
) STRICT, WITHOUT ROWID;
