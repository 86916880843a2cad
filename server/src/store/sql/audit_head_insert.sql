INSERT INTO audit_head (township, entry, hash, epoch, at_ms, signature)
VALUES (?1, ?2, ?3, ?4, ?5, ?6)
ON CONFLICT (township, entry) DO NOTHING
