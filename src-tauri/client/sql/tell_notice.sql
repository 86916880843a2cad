INSERT INTO notice (case_id, about, change, text, told_at)
VALUES (?1, ?2, ?3, ?4, ?5)
ON CONFLICT (case_id, about, change) DO NOTHING
