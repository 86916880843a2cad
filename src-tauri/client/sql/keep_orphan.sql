INSERT INTO orphan (series, seq, id, stream, hash, bytes, received_at)
SELECT series, seq, id, stream, hash, bytes, received_at FROM event
WHERE series = ?1 AND seq = ?2 AND hash = ?3
ON CONFLICT (series, seq, hash) DO NOTHING
