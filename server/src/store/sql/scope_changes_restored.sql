INSERT INTO scope_change (township, user_id, version, reason, at_ms)
SELECT township, user_id, scope_version, ?2, ?3 FROM user WHERE township = ?1
