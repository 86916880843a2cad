-- 缺号: places of a device's series that a restore took from the office and the device lost too. The receipt is what
-- the office signed over them before.
CREATE TABLE series_gap (
  township   TEXT    NOT NULL,
  series     TEXT    NOT NULL,
  first_seq  INTEGER NOT NULL,
  last_seq   INTEGER NOT NULL,
  chain      TEXT    NOT NULL,                      -- hash of the event at last_seq, by what follows it
  receipt    TEXT    NOT NULL,                      -- JSON: shared::protocol::SignedReceipt, up to last_seq or further
  told_ms    INTEGER NOT NULL,
  PRIMARY KEY (township, series, first_seq)
) STRICT, WITHOUT ROWID;
