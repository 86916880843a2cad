INSERT INTO assignment (township, case_id, user_id, from_ms, until_ms)
VALUES (?1, ?2, ?3, ?4, 0)
ON CONFLICT (township, case_id, user_id, from_ms) DO UPDATE SET until_ms = 0
