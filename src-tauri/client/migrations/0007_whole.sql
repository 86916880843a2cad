-- What a whole sync keeps (protocol 3).
ALTER TABLE line ADD COLUMN scope_held INTEGER NOT NULL DEFAULT 0;    -- scope version of the list in `scope`
ALTER TABLE line ADD COLUMN decided INTEGER NOT NULL DEFAULT 0;       -- last decision of the office heard
ALTER TABLE line ADD COLUMN floor_seq INTEGER NOT NULL DEFAULT 0;     -- the office holds own records up to here …
ALTER TABLE line ADD COLUMN floor_hash TEXT NOT NULL DEFAULT '';      -- … and this is the hash of the last
ALTER TABLE line ADD COLUMN app_update TEXT NOT NULL DEFAULT 'none';  -- code of shared::protocol::Update
ALTER TABLE line ADD COLUMN tally TEXT;                               -- JSON: what the office counted of own records

ALTER TABLE event ADD COLUMN mark TEXT;                               -- what the office notes beside it

-- Bundles that are still coming: what is here of each.
CREATE TABLE bundle_part (
    case_id TEXT NOT NULL PRIMARY KEY,
    etag    TEXT NOT NULL,
    bytes   BLOB NOT NULL
) STRICT;

-- What a role that reads no files knows of a person.
CREATE TABLE card (
    case_id TEXT NOT NULL PRIMARY KEY,
    card    TEXT NOT NULL               -- JSON
) STRICT;
