SELECT 1 FROM opening
WHERE township = ?1 AND user_id = ?2 AND case_id = ?3 AND until_ms > ?4
