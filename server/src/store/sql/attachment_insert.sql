INSERT INTO attachment (township, series, seq, hash, bytes, media, purpose, stream)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
ON CONFLICT (township, series, seq, hash) DO NOTHING
