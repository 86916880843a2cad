INSERT INTO handover (township, handover_id, from_user, state, made_ms, kept) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
