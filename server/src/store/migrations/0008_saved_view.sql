-- Lists as a user looks at them, under names of their own.
CREATE TABLE saved_view (
  township  TEXT NOT NULL,
  user_id   TEXT NOT NULL,
  views     BLOB NOT NULL,                          -- sealed: all of the user's, as JSON
  PRIMARY KEY (township, user_id)
) STRICT, WITHOUT ROWID;
