-- Every key begins with the township. Times are milliseconds since 1970 by the server's clock; 0 = never.
-- Columns named *_sealed are AES-256-GCM under the server's wrap key or a case key; nothing personal lies beside them.

CREATE TABLE township (
  township            TEXT    NOT NULL PRIMARY KEY, -- nine-digit division code
  name                TEXT    NOT NULL,
  epoch               TEXT    NOT NULL,             -- changes when a backup is restored
  receipt_key_sealed  BLOB    NOT NULL,             -- Ed25519 seed
  receipt_key_public  TEXT    NOT NULL,             -- ed25519:<base64>
  console_series      TEXT    NOT NULL,             -- acts of the office
  log_last            INTEGER NOT NULL,             -- last number given in the township's log
  audit_last          INTEGER NOT NULL,
  audit_head          TEXT    NOT NULL,             -- hash of the last audit entry
  created_ms          INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE user (
  township        TEXT    NOT NULL,
  user_id         TEXT    NOT NULL,
  login           TEXT    NOT NULL,
  role            TEXT    NOT NULL,                 -- code of shared::code::Role
  state           TEXT    NOT NULL,                 -- active | suspended
  name_sealed     BLOB    NOT NULL,
  password_hash   TEXT    NOT NULL,                 -- argon2id record
  totp_sealed     BLOB    NOT NULL,
  totp_step       INTEGER NOT NULL,                 -- last time step used: a code works once
  scope_version   INTEGER NOT NULL,                 -- grows when what the user may see changes
  created_ms      INTEGER NOT NULL,
  PRIMARY KEY (township, user_id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX user_login ON user (township, login);

CREATE TABLE device (
  township        TEXT    NOT NULL,
  series          TEXT    NOT NULL,                 -- one pairing of one user with one installation
  user_id         TEXT    NOT NULL,
  device_key      TEXT    NOT NULL,                 -- ed25519:<base64>
  name_sealed     BLOB    NOT NULL,
  app_version     TEXT    NOT NULL,
  paired_ms       INTEGER NOT NULL,
  seen_ms         INTEGER NOT NULL,
  clock_offset_s  INTEGER NOT NULL,                 -- device minus server at the last hello
  unsent          INTEGER NOT NULL,
  nonce           TEXT    NOT NULL,                 -- of the last hello; empty before the first
  counter         INTEGER NOT NULL,                 -- of the last request; only grows
  revoked_ms      INTEGER NOT NULL,
  PRIMARY KEY (township, series)
) STRICT, WITHOUT ROWID;

CREATE TABLE pairing_code (
  township    TEXT    NOT NULL,
  code_hash   TEXT    NOT NULL,
  user_id     TEXT    NOT NULL,
  made_by     TEXT    NOT NULL,
  expires_ms  INTEGER NOT NULL,
  used_ms     INTEGER NOT NULL,
  PRIMARY KEY (township, code_hash)
) STRICT, WITHOUT ROWID;

-- Events as the bytes first written, accepted or set aside: each keeps its place in its series.
CREATE TABLE event (
  township     TEXT    NOT NULL,
  series       TEXT    NOT NULL,
  seq          INTEGER NOT NULL,
  event_id     TEXT    NOT NULL,                    -- empty where the bytes could not be read
  stream       TEXT    NOT NULL,                    -- case/<id>, office/<township>, unread/<series>
  author       TEXT    NOT NULL,
  hash         TEXT    NOT NULL,                    -- of the bytes; the next event names it as prev
  received_ms  INTEGER NOT NULL,
  sealed       BLOB    NOT NULL,                    -- under the key of (township, stream)
  PRIMARY KEY (township, series, seq)
) STRICT;
CREATE INDEX event_by_id ON event (township, event_id);

-- The township's log: accepted events in the order of their commits.
CREATE TABLE log (
  township         TEXT    NOT NULL,
  number           INTEGER NOT NULL,
  stream           TEXT    NOT NULL,
  series_township  TEXT    NOT NULL,                -- where the event row lies
  series           TEXT    NOT NULL,
  seq              INTEGER NOT NULL,
  PRIMARY KEY (township, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX log_by_stream ON log (township, stream, number);

CREATE TABLE case_key (
  township    TEXT NOT NULL,
  stream      TEXT NOT NULL,
  key_sealed  BLOB NOT NULL,
  PRIMARY KEY (township, stream)
) STRICT, WITHOUT ROWID;

-- Records set aside: why, and the bytes of those that have no place of their own (forks).
CREATE TABLE quarantine (
  township     TEXT    NOT NULL,
  series       TEXT    NOT NULL,
  seq          INTEGER NOT NULL,
  hash         TEXT    NOT NULL,
  problem      TEXT    NOT NULL,                    -- code of shared::problem::ProblemCode
  received_ms  INTEGER NOT NULL,
  fork_sealed  BLOB    NOT NULL,                    -- empty for records that keep their place in event
  PRIMARY KEY (township, series, seq, hash)
) STRICT, WITHOUT ROWID;

-- What devices signed: the hash of the last event of each batch.
CREATE TABLE head (
  township   TEXT    NOT NULL,
  series     TEXT    NOT NULL,
  seq        INTEGER NOT NULL,
  signature  TEXT    NOT NULL,
  PRIMARY KEY (township, series, seq)
) STRICT, WITHOUT ROWID;

-- The last receipt given for a series.
CREATE TABLE receipt (
  township   TEXT    NOT NULL,
  series     TEXT    NOT NULL,
  up_to_seq  INTEGER NOT NULL,
  chain      TEXT    NOT NULL,
  server_ms  INTEGER NOT NULL,
  epoch      TEXT    NOT NULL,
  signature  TEXT    NOT NULL,
  PRIMARY KEY (township, series)
) STRICT, WITHOUT ROWID;

-- Where a case is executed. Effective at commit; no claimed time decides a right.
CREATE TABLE placement (
  township  TEXT    NOT NULL,
  case_id   TEXT    NOT NULL,
  from_ms   INTEGER NOT NULL,
  until_ms  INTEGER NOT NULL,
  PRIMARY KEY (township, case_id, from_ms)
) STRICT, WITHOUT ROWID;

CREATE TABLE assignment (
  township  TEXT    NOT NULL,
  case_id   TEXT    NOT NULL,
  user_id   TEXT    NOT NULL,
  from_ms   INTEGER NOT NULL,
  until_ms  INTEGER NOT NULL,
  PRIMARY KEY (township, case_id, user_id, from_ms)
) STRICT, WITHOUT ROWID;
CREATE INDEX assignment_of_user ON assignment (township, user_id);

CREATE TABLE session (
  township    TEXT    NOT NULL,
  token_hash  TEXT    NOT NULL,
  user_id     TEXT    NOT NULL,
  created_ms  INTEGER NOT NULL,
  used_ms     INTEGER NOT NULL,
  PRIMARY KEY (township, token_hash)
) STRICT, WITHOUT ROWID;

-- Failed logins, by hash of the name that was typed; township '-' for names nobody has.
CREATE TABLE login_delay (
  township   TEXT    NOT NULL,
  name_hash  TEXT    NOT NULL,
  failures   INTEGER NOT NULL,
  until_ms   INTEGER NOT NULL,
  PRIMARY KEY (township, name_hash)
) STRICT, WITHOUT ROWID;

-- Who did what to which id; each entry's hash covers the one before it.
CREATE TABLE audit (
  township  TEXT    NOT NULL,
  entry     INTEGER NOT NULL,
  at_ms     INTEGER NOT NULL,
  actor     TEXT    NOT NULL,                       -- user, or series of a device, or system
  act       TEXT    NOT NULL,
  subject   TEXT    NOT NULL,
  hash      TEXT    NOT NULL,
  PRIMARY KEY (township, entry)
) STRICT, WITHOUT ROWID;
