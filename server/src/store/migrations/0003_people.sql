-- Accounts that somebody else confirms, devices that somebody else confirms, one-time set-up links, files opened urgently.

ALTER TABLE township ADD COLUMN password_profile TEXT NOT NULL DEFAULT 'asvs'; -- name of auth::policy::Profile

ALTER TABLE user ADD COLUMN password_ms INTEGER NOT NULL DEFAULT 0;  -- when the password was chosen
ALTER TABLE user ADD COLUMN changed_by TEXT NOT NULL DEFAULT '';     -- who invited or last changed it; empty = at the machine
UPDATE user SET password_ms = created_ms;

ALTER TABLE device ADD COLUMN confirmed_ms INTEGER NOT NULL DEFAULT 0;
ALTER TABLE device ADD COLUMN made_by TEXT NOT NULL DEFAULT '';      -- who gave out its pairing code; empty = at the machine
ALTER TABLE device ADD COLUMN storage_free_mib INTEGER NOT NULL DEFAULT -1; -- -1 = the device does not tell
ALTER TABLE device ADD COLUMN contact_hour INTEGER NOT NULL DEFAULT 0;  -- hours since 1970 of the running count
ALTER TABLE device ADD COLUMN contact_count INTEGER NOT NULL DEFAULT 0; -- exchanges of that hour
UPDATE device SET confirmed_ms = paired_ms;

-- A link to choose a password and a second factor, kept as hash of its code.
CREATE TABLE setup_link (
  township     TEXT    NOT NULL,
  code_hash    TEXT    NOT NULL,
  user_id      TEXT    NOT NULL,
  totp_sealed  BLOB    NOT NULL,                    -- the second factor it hands out
  expires_ms   INTEGER NOT NULL,
  used_ms      INTEGER NOT NULL,
  PRIMARY KEY (township, code_hash)
) STRICT, WITHOUT ROWID;

-- 紧急查阅: a file somebody opened out of reach. Lies in the township that owns the file.
CREATE TABLE opening (
  township       TEXT    NOT NULL,
  opening_id     TEXT    NOT NULL,
  case_id        TEXT    NOT NULL,
  user_township  TEXT    NOT NULL,
  user_id        TEXT    NOT NULL,
  reason_sealed  BLOB    NOT NULL,
  opened_ms      INTEGER NOT NULL,
  until_ms       INTEGER NOT NULL,
  reviewed_ms    INTEGER NOT NULL,
  reviewed_by    TEXT    NOT NULL,
  verdict        TEXT    NOT NULL,                  -- code of openings::Verdict; empty = not reviewed
  note_sealed    BLOB    NOT NULL,
  PRIMARY KEY (township, opening_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX opening_of_user ON opening (township, user_id, case_id);
