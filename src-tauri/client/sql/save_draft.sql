INSERT INTO draft (id, kind, case_id, saved_at, form, rule_version)
VALUES (?1, ?2, ?3, ?4, ?5, ?6)
ON CONFLICT (id) DO UPDATE SET kind = ?2, case_id = ?3, saved_at = ?4, form = ?5, rule_version = ?6
