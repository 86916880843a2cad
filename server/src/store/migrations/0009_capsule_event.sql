-- Records that came by the capsule of a lost or stopped phone and not over its own line: told to who reviews them.
CREATE TABLE capsule_event (
  township  TEXT    NOT NULL,
  series    TEXT    NOT NULL,
  seq       INTEGER NOT NULL,
  PRIMARY KEY (township, series, seq)
) STRICT, WITHOUT ROWID;
