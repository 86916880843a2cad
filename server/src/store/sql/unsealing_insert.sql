INSERT INTO unsealing (township, opening_id, case_id, user_id, asked_ms, state, settled_by, settled_ms, until_ms, words)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, '', 0, 0, ?7)
