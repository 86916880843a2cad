SELECT township, user_id, expires_ms, used_ms, made_by FROM pairing_code
WHERE township IN (SELECT township FROM township) AND code_hash = ?1
