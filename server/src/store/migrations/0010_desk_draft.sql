-- Forms begun at the console and not yet recorded: of one user, seen by nobody else.
CREATE TABLE desk_draft (
  township  TEXT    NOT NULL,
  user_id   TEXT    NOT NULL,
  draft_id  TEXT    NOT NULL,
  saved_ms  INTEGER NOT NULL,
  content   BLOB    NOT NULL,                       -- sealed: what was typed, as JSON
  PRIMARY KEY (township, user_id, draft_id)
) STRICT, WITHOUT ROWID;
