UPDATE transfer SET state = ?3, ended_by = ?4, ended_ms = ?5
WHERE township = ?1 AND case_id = ?2 AND state = 'begun'
