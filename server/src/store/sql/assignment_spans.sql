SELECT from_ms, until_ms FROM assignment
WHERE township = ?1 AND case_id = ?2 AND user_id = ?3
