-- Whether the office has named the cases in scope: an empty list that was told is not the same as none told yet.
ALTER TABLE line ADD COLUMN scope_told INTEGER NOT NULL DEFAULT 0;
