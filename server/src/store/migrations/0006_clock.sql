-- How far a device's clock was off, each time it was heard to have changed: what a reviewer is shown beside a record.
CREATE TABLE device_clock (
  township  TEXT    NOT NULL,
  series    TEXT    NOT NULL,
  seen_ms   INTEGER NOT NULL,                       -- server clock
  offset_s  INTEGER NOT NULL,                       -- device minus server
  PRIMARY KEY (township, series, seen_ms)
) STRICT, WITHOUT ROWID;
