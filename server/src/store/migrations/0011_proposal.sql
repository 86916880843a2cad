-- 待批准: what one of the office wrote and another has to approve before it is a fact.
CREATE TABLE proposal (
  township     TEXT    NOT NULL,
  proposal_id  TEXT    NOT NULL,
  case_id      TEXT    NOT NULL,
  written      BLOB    NOT NULL,                    -- sealed: the filled-in form and when it is said to have happened, as JSON
  made_ms      INTEGER NOT NULL,
  made_by      TEXT    NOT NULL,
  state        TEXT    NOT NULL,                    -- code of store::proposal::ProposalState
  settled_ms   INTEGER NOT NULL,
  settled_by   TEXT    NOT NULL,                    -- empty = open
  note         BLOB    NOT NULL,                    -- sealed
  PRIMARY KEY (township, proposal_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX proposal_of_case ON proposal (township, case_id, state);
