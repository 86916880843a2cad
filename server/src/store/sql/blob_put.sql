INSERT INTO blob (township, stream, hash, bytes, held, file_bytes, whole_ms)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
ON CONFLICT (township, stream, hash) DO UPDATE SET held = ?5, file_bytes = ?6, whole_ms = ?7
