SELECT township, user_id, created_ms, used_ms FROM session
WHERE township IN (SELECT township FROM township) AND token_hash = ?1
