-- What finished backups hold of each series.
CREATE TABLE backed_up (
  township   TEXT    NOT NULL,
  series     TEXT    NOT NULL,
  up_to_seq  INTEGER NOT NULL,
  at_ms      INTEGER NOT NULL,                      -- when the backup was finished
  PRIMARY KEY (township, series)
) STRICT, WITHOUT ROWID;

ALTER TABLE receipt ADD COLUMN backed_up_to INTEGER NOT NULL DEFAULT 0;
ALTER TABLE receipt ADD COLUMN backup_signature TEXT NOT NULL DEFAULT '';

-- Heads of the audit chain as the server signed them, one a day; entry and hash are of the last entry then.
CREATE TABLE audit_head (
  township   TEXT    NOT NULL,
  entry      INTEGER NOT NULL,
  hash       TEXT    NOT NULL,
  epoch      TEXT    NOT NULL,
  at_ms      INTEGER NOT NULL,
  signature  TEXT    NOT NULL,
  PRIMARY KEY (township, entry)
) STRICT, WITHOUT ROWID;

-- The last head each device held up to the server, signed by the server itself earlier.
CREATE TABLE witness (
  township   TEXT    NOT NULL,
  series     TEXT    NOT NULL,
  entry      INTEGER NOT NULL,
  hash       TEXT    NOT NULL,
  epoch      TEXT    NOT NULL,
  at_ms      INTEGER NOT NULL,                      -- when the head was signed
  signature  TEXT    NOT NULL,
  seen_ms    INTEGER NOT NULL,                      -- when the device held it up
  denied     INTEGER NOT NULL,                      -- 1: the chain does not contain it
  PRIMARY KEY (township, series, entry)
) STRICT, WITHOUT ROWID;

-- Epochs that ended with a restore: how far the backup went that took their place.
CREATE TABLE epoch_past (
  township        TEXT    NOT NULL,
  epoch           TEXT    NOT NULL,
  ended_ms        INTEGER NOT NULL,                 -- when the backup was put back
  audit_last      INTEGER NOT NULL,                 -- last entry of the audit chain in the backup
  log_last        INTEGER NOT NULL,                 -- last number of the log in the backup
  console_series  TEXT    NOT NULL,                 -- of the office until then
  PRIMARY KEY (township, epoch)
) STRICT, WITHOUT ROWID;
