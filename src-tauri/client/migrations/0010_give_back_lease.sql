-- In which epoch the office was told which series of others are held here: once in each.
ALTER TABLE line ADD COLUMN asked_back TEXT NOT NULL DEFAULT '';
-- What was set aside and the office has not yet taken back.
ALTER TABLE orphan ADD COLUMN given INTEGER NOT NULL DEFAULT 0;
-- 离线期: until when what is here is shown, by the office's clock, in milliseconds since 1970; NULL = no office gave one.
ALTER TABLE line ADD COLUMN lease_until_ms INTEGER;
-- By how much this device's clock is ahead of the office's, and the latest moment either has told.
ALTER TABLE line ADD COLUMN clock_ahead_ms INTEGER NOT NULL DEFAULT 0;
ALTER TABLE line ADD COLUMN seen_ms INTEGER NOT NULL DEFAULT 0;
