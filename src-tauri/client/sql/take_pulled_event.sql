INSERT INTO event (series, seq, id, stream, hash, bytes, received_at)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
ON CONFLICT (series, seq) DO NOTHING
