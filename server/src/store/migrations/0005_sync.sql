-- What the sync needs to compare, to hand over and to tell.

-- How many records of a case the township's log counts, and their digest. Worked out from the log where it is missing.
CREATE TABLE case_digest (
  township  TEXT    NOT NULL,
  case_id   TEXT    NOT NULL,
  events    INTEGER NOT NULL,
  digest    TEXT    NOT NULL,                       -- sum128:<hex>
  PRIMARY KEY (township, case_id)
) STRICT, WITHOUT ROWID;

-- What the office notes beside a record it took.
CREATE TABLE event_mark (
  township  TEXT    NOT NULL,                       -- where the event row lies
  series    TEXT    NOT NULL,
  seq       INTEGER NOT NULL,
  mark      TEXT    NOT NULL,                       -- code of shared::protocol::ArrivalMark
  PRIMARY KEY (township, series, seq)
) STRICT, WITHOUT ROWID;

-- Why the cases of a user became other ones with a scope version.
CREATE TABLE scope_change (
  township  TEXT    NOT NULL,
  user_id   TEXT    NOT NULL,
  version   INTEGER NOT NULL,
  reason    TEXT    NOT NULL,                       -- code of shared::protocol::ScopeReason
  at_ms     INTEGER NOT NULL,
  PRIMARY KEY (township, user_id, version)
) STRICT, WITHOUT ROWID;

-- Decisions on records that were set aside, numbered from 1 within the series.
CREATE TABLE decision (
  township    TEXT    NOT NULL,
  series      TEXT    NOT NULL,
  number      INTEGER NOT NULL,
  seq         INTEGER NOT NULL,
  hash        TEXT    NOT NULL,
  verdict     TEXT    NOT NULL,                     -- code of shared::protocol::Verdict
  reason      TEXT    NOT NULL,                     -- ids and codes only
  decided_by  TEXT    NOT NULL,
  at_ms       INTEGER NOT NULL,
  PRIMARY KEY (township, series, number)
) STRICT, WITHOUT ROWID;

-- The record's id where its bytes could be read: a correction of a record that was set aside follows it.
ALTER TABLE quarantine ADD COLUMN event_id TEXT NOT NULL DEFAULT '';
-- The case it speaks of, so that the township where the case lies now sees it as well.
ALTER TABLE quarantine ADD COLUMN case_id TEXT NOT NULL DEFAULT '';

-- 变更执行地 on one server. Begun: the case lies in both townships; accepted: in the other alone.
CREATE TABLE transfer (
  township     TEXT    NOT NULL,                    -- from
  case_id      TEXT    NOT NULL,
  begun_ms     INTEGER NOT NULL,
  to_township  TEXT    NOT NULL,
  state        TEXT    NOT NULL,                    -- begun | accepted | cancelled
  begun_by     TEXT    NOT NULL,
  ended_by     TEXT    NOT NULL,
  ended_ms     INTEGER NOT NULL,
  PRIMARY KEY (township, case_id, begun_ms)
) STRICT, WITHOUT ROWID;

-- What was ever pushed of a series and what became of it.
CREATE TABLE tally (
  township     TEXT    NOT NULL,
  series       TEXT    NOT NULL,
  pushed       INTEGER NOT NULL,
  accepted     INTEGER NOT NULL,
  duplicate    INTEGER NOT NULL,
  quarantined  INTEGER NOT NULL,
  PRIMARY KEY (township, series)
) STRICT, WITHOUT ROWID;

-- 卷包: whole cases ready to be sent. A cache: any row may go at any time.
CREATE TABLE bundle (
  township  TEXT NOT NULL,
  case_id   TEXT NOT NULL,
  etag      TEXT NOT NULL,
  head      TEXT NOT NULL,                          -- JSON of the signed head; no content
  sealed    BLOB NOT NULL,                          -- under the key of the case
  PRIMARY KEY (township, case_id)
) STRICT, WITHOUT ROWID;

-- What somebody at the office should look at, one open row for each device and kind.
CREATE TABLE alert (
  township  TEXT    NOT NULL,
  series    TEXT    NOT NULL,
  kind      TEXT    NOT NULL,                       -- forked | rewound
  first_ms  INTEGER NOT NULL,
  last_ms   INTEGER NOT NULL,
  times     INTEGER NOT NULL,
  PRIMARY KEY (township, series, kind)
) STRICT, WITHOUT ROWID;

-- The app versions phones of the township should and must have; no row = any.
CREATE TABLE app_floor (
  township  TEXT NOT NULL PRIMARY KEY,
  wanted    TEXT NOT NULL,
  required  TEXT NOT NULL
) STRICT, WITHOUT ROWID;
