INSERT INTO session (township, token_hash, user_id, created_ms, used_ms)
VALUES (?1, ?2, ?3, ?4, ?4)
