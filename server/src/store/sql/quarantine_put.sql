INSERT INTO quarantine (township, series, seq, hash, problem, received_ms, fork_sealed, event_id, case_id)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
ON CONFLICT (township, series, seq, hash) DO NOTHING
