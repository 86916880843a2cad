INSERT INTO login_delay (township, name_hash, failures, until_ms) VALUES (?1, ?2, ?3, ?4)
ON CONFLICT (township, name_hash) DO UPDATE SET failures = excluded.failures, until_ms = excluded.until_ms
