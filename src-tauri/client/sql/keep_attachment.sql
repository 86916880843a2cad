INSERT INTO attachment (hash, bytes, media, purpose, added_at, announced)
VALUES (?1, ?2, ?3, ?4, ?5, 0)
ON CONFLICT (hash) DO NOTHING
