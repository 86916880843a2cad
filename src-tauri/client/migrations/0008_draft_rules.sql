-- The version of the rules a draft was begun under, or knowingly moved up to; empty for those of before this column.
ALTER TABLE draft ADD COLUMN rule_version TEXT NOT NULL DEFAULT '';
