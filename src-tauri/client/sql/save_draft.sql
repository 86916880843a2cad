INSERT INTO draft (id, kind, case_id, saved_at, form)
VALUES (?1, ?2, ?3, ?4, ?5)
ON CONFLICT (id) DO UPDATE SET kind = ?2, case_id = ?3, saved_at = ?4, form = ?5
