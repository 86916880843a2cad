-- 工作交接: the list of what a worker hands over, signed by each receiver and approved by the lead.
CREATE TABLE handover (
  township     TEXT    NOT NULL,
  handover_id  TEXT    NOT NULL,
  from_user    TEXT    NOT NULL,
  state        TEXT    NOT NULL,                    -- code of store::handover::HandoverState
  made_ms      INTEGER NOT NULL,
  kept         BLOB    NOT NULL,                    -- sealed: reason, cases and signatures, as JSON
  PRIMARY KEY (township, handover_id)
) STRICT, WITHOUT ROWID;
