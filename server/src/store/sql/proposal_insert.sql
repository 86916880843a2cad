INSERT INTO proposal (township, proposal_id, case_id, written, made_ms, made_by, state, settled_ms, settled_by, note)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 0, '', ?8)
