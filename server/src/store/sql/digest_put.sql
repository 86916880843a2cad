INSERT INTO case_digest (township, case_id, events, digest) VALUES (?1, ?2, ?3, ?4)
ON CONFLICT (township, case_id) DO UPDATE SET events = excluded.events, digest = excluded.digest
