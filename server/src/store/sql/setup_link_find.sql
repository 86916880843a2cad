SELECT township, user_id, totp_sealed, expires_ms, used_ms FROM setup_link
WHERE township IN (SELECT township FROM township) AND code_hash = ?1
