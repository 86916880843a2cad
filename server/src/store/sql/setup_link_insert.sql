INSERT INTO setup_link (township, code_hash, user_id, totp_sealed, expires_ms, used_ms)
VALUES (?1, ?2, ?3, ?4, ?5, ?6)
