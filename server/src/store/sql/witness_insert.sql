INSERT INTO witness (township, series, entry, hash, epoch, at_ms, signature, seen_ms, denied)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
ON CONFLICT (township, series, entry) DO UPDATE SET denied = 1, seen_ms = excluded.seen_ms
WHERE witness.denied = 0 AND excluded.denied = 1
