INSERT INTO pairing_code (township, code_hash, user_id, made_by, expires_ms, used_ms)
VALUES (?1, ?2, ?3, ?4, ?5, ?6)
