-- 文号: the last number given in each series. After a restore a series goes on in its next hundred, so that a number the
-- office gave after the backup is never given again.
CREATE TABLE paper_series (
  township  TEXT    NOT NULL,
  paper     TEXT    NOT NULL,                       -- code of shared::document::Paper
  year      INTEGER NOT NULL,
  epoch     TEXT    NOT NULL,                       -- of the township when it was given
  last      INTEGER NOT NULL,
  PRIMARY KEY (township, paper, year)
) STRICT, WITHOUT ROWID;

-- 版式: a layout of the office's own for one paper.
CREATE TABLE paper_layout (
  township  TEXT    NOT NULL,
  paper     TEXT    NOT NULL,
  set_ms    INTEGER NOT NULL,
  docx      BLOB    NOT NULL,                       -- sealed
  PRIMARY KEY (township, paper)
) STRICT, WITHOUT ROWID;

-- 调阅封存档案: asked for by one with a reason, allowed by another for some hours.
CREATE TABLE unsealing (
  township     TEXT    NOT NULL,
  opening_id   TEXT    NOT NULL,
  case_id      TEXT    NOT NULL,
  user_id      TEXT    NOT NULL,
  asked_ms     INTEGER NOT NULL,
  state        TEXT    NOT NULL,                    -- code of store::unsealing::UnsealingState
  settled_by   TEXT    NOT NULL,                    -- empty while open
  settled_ms   INTEGER NOT NULL,
  until_ms     INTEGER NOT NULL,                    -- 0 = not open
  words        BLOB    NOT NULL,                    -- sealed: reason and answer, as JSON
  PRIMARY KEY (township, opening_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX unsealing_case ON unsealing (township, case_id, user_id);

-- 移交卷: a whole case sealed for an office elsewhere, or taken over from one.
CREATE TABLE parcel (
  township   TEXT    NOT NULL,
  case_id    TEXT    NOT NULL,
  hash       TEXT    NOT NULL,                      -- of the manifest
  direction  TEXT    NOT NULL,                      -- code of store::parcel::Direction
  made_ms    INTEGER NOT NULL,
  settled_ms INTEGER NOT NULL,                      -- of the receipt; 0 = none yet
  kept       BLOB    NOT NULL,                      -- sealed: the other office, manifest, receipt, as JSON
  PRIMARY KEY (township, case_id, hash)
) STRICT, WITHOUT ROWID;

-- Townships of other installations from which a case came: their records lie under their own names.
CREATE TABLE peer_township (
  township  TEXT    NOT NULL PRIMARY KEY,
  name      TEXT    NOT NULL,
  key       TEXT    NOT NULL                        -- ed25519:<base64>: what it signs manifests with
) STRICT, WITHOUT ROWID;
