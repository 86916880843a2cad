INSERT INTO transfer (township, case_id, begun_ms, to_township, state, begun_by, ended_by, ended_ms)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, '', 0)
