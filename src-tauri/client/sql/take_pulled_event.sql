INSERT INTO event (series, seq, id, stream, hash, bytes, received_at, mark)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
ON CONFLICT (series, seq) DO NOTHING
